namespace Kerasharp.Onnx.Runtime;

/// <summary>What devices need, held against what was found: for errors that say which part is missing.</summary>
internal static class DeviceDiagnosis
{
    private const int FirstDirectMLBuild = 18362;
    private static readonly Version FirstCoreML = new(10, 15);

    /// <summary>ONNX Runtime's names for a device's provider, to ask for it and in its list of what it was built with, and the package that has it.</summary>
    public static (string Name, string Listed, string Package) Provider(Device device) =>
        device.Name switch
        {
            "cuda" => (
                "CUDA",
                "CUDAExecutionProvider",
                "Reference the package Microsoft.ML.OnnxRuntime.Gpu in the place of Microsoft.ML.OnnxRuntime."
            ),
            "webgpu" => (
                "WebGPU",
                "WebGpuExecutionProvider",
                "Use a library with WebGPU, such as that of npm's onnxruntime-node 1.30, by the variable KERASHARP_ORT."
            ),
            "directml" => (
                "DML",
                "DmlExecutionProvider",
                "Reference the package Microsoft.ML.OnnxRuntime.DirectML in the place of Microsoft.ML.OnnxRuntime."
            ),
            "coreml" => (
                "CoreML",
                "CoreMLExecutionProvider",
                "Reference the package Microsoft.ML.OnnxRuntime on macOS."
            ),
            var other => (other, other, "Reference an ONNX Runtime package that has it, or correct the name."),
        };

    /// <summary>Whether the library was built with a device's provider.</summary>
    public static bool IsBuiltIn(Device device, IReadOnlyList<string> providers)
    {
        string listed = Provider(device).Listed;
        return providers.Any(name =>
            name.Equals(listed, StringComparison.OrdinalIgnoreCase)
            || name.Equals(listed + "ExecutionProvider", StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>Files that must lie beside the ONNX Runtime library.</summary>
    public static IReadOnlyList<string> FilesBeside(Device device, NativeSystem system) =>
        (device.Name, system) switch
        {
            ("cuda", NativeSystem.Windows) => ["onnxruntime_providers_shared.dll", "onnxruntime_providers_cuda.dll"],
            ("cuda", _) => ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so"],
            ("webgpu", NativeSystem.Windows) => ["dxcompiler.dll", "dxil.dll"],
            _ => [],
        };

    /// <summary>Libraries of the system that must load.</summary>
    public static IReadOnlyList<string> Libraries(Device device, DeviceFacts facts) =>
        (device.Name, facts.System) switch
        {
            ("cuda", _) => CudaNeeds.Libraries(facts.CudaNeeds, facts.System),
            ("webgpu", NativeSystem.Linux) => ["libvulkan.so.1"],
            ("webgpu", NativeSystem.Windows) => ["d3d12.dll"],
            ("webgpu", _) => ["/System/Library/Frameworks/Metal.framework/Metal"],
            ("directml", NativeSystem.Windows) => ["d3d12.dll", "DirectML.dll"],
            _ => [],
        };

    /// <summary>All that a device needs.</summary>
    public static IReadOnlyList<DeviceRequirement> Of(Device device, DeviceFacts facts) =>
        [
            .. Systems(device, facts),
            Built(device, facts),
            .. Beside(device, facts),
            .. Drivers(device, facts),
            .. Loaded(device, facts),
        ];

    /// <summary>The message of an exception: what is missing, what was expected, how to mend it.</summary>
    /// <param name="device">The device that was asked for.</param>
    /// <param name="facts">What was found.</param>
    /// <param name="error">What ONNX Runtime said, where it was asked.</param>
    public static string Message(Device device, DeviceFacts facts, string? error = null)
    {
        var all = Of(device, facts);
        var missing = all.Where(r => !r.IsMet).ToArray();
        string said = error is null ? "" : $" ONNX Runtime says: {error.Trim()}";
        return missing.Length > 0
            ? $"The device {device} was asked for, but not all that it needs is there. {string.Join(". ", missing.Select(m => m.ToString()))}. {string.Join(" ", missing.Select(m => m.Remedy).Distinct())} Or use Device.Cpu.{said}"
            : $"The device {device} was asked for, but it did not start, though its parts were found ({string.Join("; ", all.Select(m => m.ToString()))}). A driver and hardware that ONNX Runtime {facts.LibraryVersion} can use were expected. Update the driver, or use Device.Cpu.{said}";
    }

    private static IEnumerable<DeviceRequirement> Systems(Device device, DeviceFacts facts)
    {
        bool onWindows = facts.System == NativeSystem.Windows;
        bool onMac = facts.System == NativeSystem.MacOS;
        const string Other = "Choose a device of this system.";
        switch (device.Name)
        {
            case "cuda":
                yield return new("System", Name(), "Windows or Linux", !onMac, Other);
                break;
            case "directml":
                yield return new(
                    "System",
                    Name(),
                    FormattableString.Invariant($"Windows 10 from build {FirstDirectMLBuild} on"),
                    onWindows && facts.SystemVersion.Build >= FirstDirectMLBuild,
                    onWindows ? "Update Windows." : Other
                );
                break;
            case "coreml":
                yield return new(
                    "System",
                    Name(),
                    $"macOS {FirstCoreML} or later",
                    onMac && facts.SystemVersion >= FirstCoreML,
                    onMac ? "Update macOS." : Other
                );
                break;
        }

        string Name() => $"{facts.System} {facts.SystemVersion}";
    }

    private static DeviceRequirement Built(Device device, DeviceFacts facts)
    {
        var (_, listed, package) = Provider(device);
        bool isBuilt = IsBuiltIn(device, facts.Providers);
        string text = $"{facts.LibraryVersion}, {facts.Library}, built with {string.Join(", ", facts.Providers)}";
        return new("ONNX Runtime library", text, $"one that was built with {listed}", isBuilt, package);
    }

    private static IEnumerable<DeviceRequirement> Beside(Device device, DeviceFacts facts)
    {
        var files = FilesBeside(device, facts.System);
        if (files.Count == 0)
            yield break;
        string folder = Path.GetDirectoryName(facts.Library) ?? ".";
        bool isThere = facts.MissingFiles.Count == 0;
        yield return new(
            "Files beside the library",
            isThere ? "all" : $"no {string.Join(", no ", facts.MissingFiles)} in {folder}",
            string.Join(" and ", files),
            isThere,
            device.Name == "cuda"
                ? Provider(device).Package
                : "Take them from the package that the library came from, or give WebGpuOptions.Backend as Vulkan."
        );
    }

    private static IEnumerable<DeviceRequirement> Drivers(Device device, DeviceFacts facts)
    {
        if (device.Name == "cuda" && facts.System != NativeSystem.MacOS)
        {
            var (cuda, _) = facts.CudaNeeds;
            yield return new(
                "NVIDIA driver",
                facts.Nvidia?.ToString(),
                FormattableString.Invariant(
                    $"one for CUDA {cuda}, {CudaNeeds.Driver(cuda, facts.System)} or newer, with {(facts.System == NativeSystem.Windows ? "nvcuda.dll" : "libcuda.so.1")},"
                ),
                facts.Nvidia?.Cuda >= 1000 * cuda,
                FormattableString.Invariant($"Install an NVIDIA driver for CUDA {cuda}.")
            );
            if (facts.Nvidia is { } driver)
                yield return new(
                    "GPUs",
                    driver.Gpus.Count == 0
                        ? null
                        : FormattableString.Invariant($"{driver.Gpus.Count} ({string.Join(", ", driver.Gpus)})"),
                    FormattableString.Invariant($"one of index {device.Index}"),
                    device.Index < driver.Gpus.Count,
                    "Give the index of a GPU that is there, counted from 0 (CUDA_VISIBLE_DEVICES may hide some)."
                );
        }
        if (device.Name == "webgpu" && facts.System == NativeSystem.Linux)
            yield return new(
                "Vulkan drivers",
                facts.VulkanDrivers.Count == 0 ? null : string.Join(", ", facts.VulkanDrivers),
                "the manifest of at least one in /usr/share/vulkan/icd.d or in VK_DRIVER_FILES",
                facts.VulkanDrivers.Count > 0,
                "Install the Vulkan driver of the GPU (for AMD and Intel the package mesa-vulkan-drivers, for NVIDIA its own driver)."
            );
    }

    private static IEnumerable<DeviceRequirement> Loaded(Device device, DeviceFacts facts)
    {
        var libraries = Libraries(device, facts);
        if (libraries.Count == 0)
            yield break;
        bool isThere = facts.MissingLibraries.Count == 0;
        var (cuda, cudnn) = facts.CudaNeeds;
        yield return new(
            device.Name == "cuda" ? FormattableString.Invariant($"CUDA {cuda} and cuDNN {cudnn}") : "System libraries",
            isThere ? string.Join(", ", libraries) : $"no {string.Join(", no ", facts.MissingLibraries)}",
            string.Join(", ", libraries),
            isThere,
            (device.Name, facts.System) switch
            {
                ("cuda", _) => FormattableString.Invariant(
                    $"Install CUDA {cuda} and cuDNN {cudnn}, and let {(facts.System == NativeSystem.Windows ? "PATH" : "LD_LIBRARY_PATH")} name their folders."
                ),
                ("webgpu", NativeSystem.Linux) => "Install Vulkan's loader (the package libvulkan1).",
                ("directml", _) => "Update Windows, or reference the package Microsoft.AI.DirectML.",
                _ => "Update the system.",
            }
        );
    }
}
