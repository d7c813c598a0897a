using Kerasharp.Onnx.Runtime;

namespace Kerasharp;

/// <summary>
/// A device's memory does not suffice for a step. The message names the batch and the step's largest tensors; what the step would have changed
/// is as the last finished step left it, unless <see cref="IsStateWhole"/> says otherwise.
/// </summary>
/// <example><code>
/// try { model.Fit(x, y, batchSize: 512); }
/// catch (OutOfDeviceMemoryException) { model.Fit(x, y, batchSize: 128); }
/// </code></example>
public sealed class OutOfDeviceMemoryException : OnnxRuntimeException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was asked for, what there was, and how to mend it.</param>
    /// <param name="device">The device.</param>
    /// <param name="batchSize">How many examples the step had; null where that is not known.</param>
    /// <param name="isStateWhole">Whether weights and the like are certain to be as the last finished step left them.</param>
    /// <param name="innerException">What was reported.</param>
    public OutOfDeviceMemoryException(
        string message,
        Device device,
        long? batchSize = null,
        bool isStateWhole = true,
        Exception? innerException = null
    )
        : base(CodeOf(innerException), message, innerException) =>
        (Device, BatchSize, IsStateWhole) = (device, batchSize, isStateWhole);

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>How many examples the step had; null where that is not known.</summary>
    public long? BatchSize { get; }

    /// <summary>
    /// Whether weights and the like are certain to be as the last finished step left them. False where a step that had run well before failed
    /// and changes them in place: some may be a step ahead of others then.
    /// </summary>
    public bool IsStateWhole { get; }

    internal static OnnxRuntimeError CodeOf(Exception? error) =>
        error is OnnxRuntimeException reported ? reported.Code : OnnxRuntimeError.Failure;
}
