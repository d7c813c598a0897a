namespace Kerasharp.Onnx.Runtime;

/// <summary>What befell a device.</summary>
internal enum DeviceFault
{
    /// <summary>Nothing that is the device's fault.</summary>
    None,

    /// <summary>Its memory did not suffice; what lies in it is as it was.</summary>
    OutOfMemory,

    /// <summary>It is gone, and with it what lay in its memory.</summary>
    Lost,
}
