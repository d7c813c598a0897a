namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// The ONNX Runtime library was not found, or could not be loaded.
/// The message says what was looked for, where, and which package or setting mends it.
/// </summary>
public sealed class NativeLibraryException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was looked for, what came instead, and how to mend it.</param>
    public NativeLibraryException(string message)
        : base(message) { }

    /// <summary>Makes the exception, with the loader's own as its cause.</summary>
    /// <param name="message">What was looked for, what came instead, and how to mend it.</param>
    /// <param name="innerException">What the system's loader reported.</param>
    public NativeLibraryException(string message, Exception? innerException)
        : base(message, innerException) { }
}
