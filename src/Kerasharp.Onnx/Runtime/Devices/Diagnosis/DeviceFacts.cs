namespace Kerasharp.Onnx.Runtime;

/// <summary>What was found on a machine of all that devices need: gathered by <see cref="DeviceProbe"/>, judged by <see cref="DeviceDiagnosis"/>.</summary>
internal sealed record DeviceFacts
{
    /// <summary>The family of the operating system.</summary>
    public required NativeSystem System { get; init; }

    /// <summary>The operating system's version: on Windows its third number is the build.</summary>
    public required Version SystemVersion { get; init; }

    /// <summary>The ONNX Runtime library's file.</summary>
    public required string Library { get; init; }

    /// <summary>Its version, such as 1.30.0.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>The providers that it was built with.</summary>
    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>Which of the files beside it that the provider needs are not there.</summary>
    public IReadOnlyList<string> MissingFiles { get; init; } = [];

    /// <summary>Which major versions of CUDA and cuDNN the provider's library was built for.</summary>
    public (int Cuda, int Cudnn) CudaNeeds { get; init; }

    /// <summary>The NVIDIA driver; null where there is none.</summary>
    public NvidiaDriver? Nvidia { get; init; }

    /// <summary>Which libraries of the system, needed by name, could not be loaded.</summary>
    public IReadOnlyList<string> MissingLibraries { get; init; } = [];

    /// <summary>The manifests of Vulkan's drivers.</summary>
    public IReadOnlyList<string> VulkanDrivers { get; init; } = [];
}
