namespace Kerasharp;

/// <summary>How much is checked of what is sent to the GPU.</summary>
public enum WebGpuValidation
{
    /// <summary>Nothing.</summary>
    Disabled,

    /// <summary>What WebGPU itself checks.</summary>
    WgpuOnly,

    /// <summary>ONNX Runtime's quick checks as well.</summary>
    Basic,

    /// <summary>All checks.</summary>
    Full,
}
