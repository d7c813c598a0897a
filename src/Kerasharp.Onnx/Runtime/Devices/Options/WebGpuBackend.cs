namespace Kerasharp;

/// <summary>What lies beneath WebGPU on Windows, where there are two.</summary>
public enum WebGpuBackend
{
    /// <summary>Direct3D 12.</summary>
    D3D12,

    /// <summary>Vulkan.</summary>
    Vulkan,
}
