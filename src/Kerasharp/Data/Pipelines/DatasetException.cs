namespace Kerasharp.Data;

/// <summary>A data set could not give an element; the message says which one, what was expected, and how to mend it.</summary>
public sealed class DatasetException : Exception
{
    internal DatasetException(string message, long? index = null, Exception? innerException = null)
        : base(message, innerException) => Index = index;

    /// <summary>The number of the element within its pass, from 0; null where it is no single one.</summary>
    public long? Index { get; }

    /// <summary>A user's function failed at an element.</summary>
    internal static DatasetException Failed(string operation, long index, object? element, Exception exception) =>
        new(
            FormattableString.Invariant(
                $"The function given to {operation} threw {exception.GetType().Name} at element {index} ({Describe(element)}): {exception.Message.TrimEnd('.')}. A function that takes every element was expected. Mend it, or leave such elements out by Filter before."
            ),
            index,
            exception
        );

    private static string Describe(object? element)
    {
        const int Longest = 200;
        string text;
        try
        {
            text = element is null ? "null" : FormattableString.Invariant($"{element}");
        }
        catch (Exception)
        {
            // The element's own ToString may be what is broken; its type still says something.
            text = element!.GetType().Name;
        }
        text = text.ReplaceLineEndings(" ");
        return text.Length > Longest ? text[..Longest] + "..." : text;
    }
}
