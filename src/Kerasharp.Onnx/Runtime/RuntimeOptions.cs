using System.Globalization;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Choices for the whole process that must be made before the first model is built.</summary>
public static class RuntimeOptions
{
    private const string Variable = "KERASHARP_THREADS";
    private static readonly Lock Gate = new();

    // 0 until somebody asked or set it; read without a lock, since kernels ask.
    private static volatile int s_threads;
    private static bool s_fixed;

    /// <summary>
    /// The number of threads that all sessions share, at least 1. The variable KERASHARP_THREADS sets it from outside;
    /// without it, it is the number of processors that the process may use.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    /// <exception cref="InvalidOperationException">The threads exist already, in another number.</exception>
    public static int Threads
    {
        get => s_threads is var threads and not 0 ? threads : Decide();
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Threads was set to {value}; at least 1 was expected. Give the number of processors to use."
                    )
                );
            lock (Gate)
            {
                if (s_fixed && value != s_threads)
                    throw new InvalidOperationException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Threads was set to {value} when {s_threads} threads were running already; the number is fixed by the first model. Set it at the program's start, or through {Variable}."
                        )
                    );
                s_threads = value;
            }
        }
    }

    /// <summary>Takes the number for good.</summary>
    internal static int FixThreads()
    {
        lock (Gate)
        {
            s_fixed = true;
            return Decide();
        }
    }

    private static int Decide()
    {
        lock (Gate)
            return s_threads is var threads and not 0
                ? threads
                : s_threads = FromEnvironment(Environment.GetEnvironmentVariable(Variable));
    }

    /// <summary>The number that a text gives, or the number of processors where there is none.</summary>
    internal static int FromEnvironment(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Environment.ProcessorCount;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads >= 1)
            return threads;
        throw new InvalidOperationException(
            $"{Variable} is '{text}'; a whole number of at least 1 was expected. Correct the variable or remove it."
        );
    }
}
