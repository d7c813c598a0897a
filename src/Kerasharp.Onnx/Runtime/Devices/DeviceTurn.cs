namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>The turn of a thread on a device that serves one at a time; nothing on others.</summary>
internal readonly ref struct DeviceTurn
{
    private static readonly Lock Gate = new();
    private readonly bool _taken;

    private DeviceTurn(bool taken) => _taken = taken;

    /// <summary>Waits for the device.</summary>
    public static DeviceTurn Take(Device device)
    {
        if (device.Features.RunsAlone)
            Gate.Enter();
        return new DeviceTurn(device.Features.RunsAlone);
    }

    /// <summary>Gives the device to the next.</summary>
    public void Dispose()
    {
        if (_taken)
            Gate.Exit();
    }
}
