using Kerasharp.Onnx.Runtime;

namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// Goes on with another device. All stays that Compile decided and that training carries on: weights, what the optimizer carries, random
    /// states; steps are made anew.
    /// </summary>
    /// <param name="device">Where to compute from here on.</param>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="NotSupportedException">The device is not there; the message says what is missing for it.</exception>
    /// <example><code>model.MoveTo(Device.Cpu);</code></example>
    public void MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var trainer = Compiled("MoveTo");
        DeviceCheck.Ensure(device);
        Gate.EnterWriteLock();
        try
        {
            trainer.MoveTo(device);
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }
}
