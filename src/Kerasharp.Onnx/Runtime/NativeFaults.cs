using System.Collections.Concurrent;
using System.Globalization;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Exceptions on their way through native code: thrown in a callback, kept here under a number that travels in the
/// status's message, and taken out again by the caller of the native function.
/// </summary>
internal static class NativeFaults
{
    private const string Opening = "[fault ";

    // A status that nobody on our side reads would keep its exception for ever; so only the latest are kept.
    private const int Limit = 64;

    private static readonly ConcurrentDictionary<long, Exception> Kept = new();
    private static long s_last;

    /// <summary>Keeps an exception and gives the message that leads back to it.</summary>
    public static string Keep(Exception exception)
    {
        long number = Interlocked.Increment(ref s_last);
        Kept[number] = exception;
        Kept.TryRemove(number - Limit, out _);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Opening}{number}]{exception.GetType().Name}: {exception.Message}"
        );
    }

    /// <summary>The exception that a message leads to, if any; its number is cut from the message.</summary>
    public static Exception? Take(ref string message)
    {
        int start = message.IndexOf(Opening, StringComparison.Ordinal);
        int end = start < 0 ? -1 : message.IndexOf(']', start);
        if (end < 0)
            return null;
        ReadOnlySpan<char> digits = message.AsSpan(start + Opening.Length, end - start - Opening.Length);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        message = message.Remove(start, end - start + 1);
        return Kept.TryRemove(number, out Exception? exception) ? exception : null;
    }
}
