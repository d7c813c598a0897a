using Kerasharp.Onnx.Runtime;

namespace Kerasharp;

/// <summary>
/// A device does not answer any longer: its driver was reset, it was removed, or a program on it failed. What lay in its memory is gone. Fit
/// keeps weights, what the optimizer carries and random states on the host at the end of epochs, and sets the model back to these; training
/// goes on from there on another device.
/// </summary>
/// <example><code>
/// try { model.Fit(x, y, epochs: 100); }
/// catch (DeviceLostException lost)
/// {
///     model.MoveTo(Device.Cpu);
///     model.Fit(x, y, epochs: 100, initialEpoch: lost.EpochsKept ?? 0);
/// }
/// </code></example>
public sealed class DeviceLostException : OnnxRuntimeException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, what is left, and how to go on.</param>
    /// <param name="device">The device.</param>
    /// <param name="innerException">What was reported.</param>
    public DeviceLostException(string message, Device device, Exception? innerException = null)
        : base(OutOfDeviceMemoryException.CodeOf(innerException), message, innerException) => Device = device;

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The epoch that ran, from 0; null outside of Fit.</summary>
    public int? Epoch { get; init; }

    /// <summary>How many steps of that epoch were finished at least; null outside of Fit.</summary>
    public int? Step { get; init; }

    /// <summary>After how many epochs the model stood as it stands now, which is Fit's initialEpoch to go on; null where nothing was kept.</summary>
    public int? EpochsKept { get; init; }
}
