namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// An error that ONNX Runtime reported. Where code of ours failed inside a run, <see cref="Exception.InnerException"/> is
/// the exception that it threw.
/// </summary>
public class OnnxRuntimeException : Exception
{
    /// <summary>Makes an exception from what ONNX Runtime said.</summary>
    /// <param name="code">The kind of the error.</param>
    /// <param name="message">What ONNX Runtime said.</param>
    /// <param name="innerException">The exception behind it, if any.</param>
    public OnnxRuntimeException(OnnxRuntimeError code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of the error.</summary>
    public OnnxRuntimeError Code { get; }
}
