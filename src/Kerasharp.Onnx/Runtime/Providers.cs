namespace Kerasharp.Onnx.Runtime;

/// <summary>Puts a device's execution provider into a session's options, or says what is missing for it.</summary>
internal static class Providers
{
    private static readonly string[] CudaKeys =
    [
        "device_id",
        "has_user_compute_stream",
        "user_compute_stream",
        "gpu_mem_limit",
        "arena_extend_strategy",
        "cudnn_conv_algo_search",
        "do_copy_in_default_stream",
        "gpu_external_alloc",
        "gpu_external_free",
        "gpu_external_empty_cache",
        "cudnn_conv_use_max_workspace",
        "enable_cuda_graph",
        "cudnn_conv1d_pad_to_nc1d",
        "enable_cudnn",
        "tunable_op_enable",
        "tunable_op_tuning_enable",
        "tunable_op_max_tuning_duration_ms",
        "enable_skip_layer_norm_strict_mode",
        "prefer_nhwc",
        "use_ep_level_unified_stream",
        "use_tf32",
        "fuse_conv_bias",
        "sdpa_kernel",
    ];

    /// <summary>Appends the provider of a device; the processor needs none.</summary>
    /// <exception cref="NotSupportedException">The provider, or a library that it needs, is not there.</exception>
    public static void Append(nint sessionOptions, Device device)
    {
        if (device.IsCpu)
            return;
        if (device.Name == "cuda")
            AppendCuda(sessionOptions, device);
        else
            AppendByName(sessionOptions, device);
    }

    /// <summary>ONNX Runtime's name of a device's own memory; null where tensors lie in CPU memory.</summary>
    public static string? MemoryName(Device device) => device.Features.Memory?.Invoke(OrtApi.Version);

    /// <summary>Refuses CUDA where the files that it needs do not lie beside the library.</summary>
    /// <param name="libraryPath">The ONNX Runtime library.</param>
    /// <param name="available">The providers that it was built with.</param>
    internal static void CheckCuda(string libraryPath, IReadOnlyList<string> available)
    {
        const string Remedy =
            "Reference the package Microsoft.ML.OnnxRuntime.Gpu (it brings all of them; CUDA and cuDNN must be installed as well), or use Device.Cpu.";
        if (!available.Contains("CUDAExecutionProvider"))
            throw new NotSupportedException(
                $"CUDA was asked for, but the ONNX Runtime library {libraryPath} was built without it (it has {string.Join(", ", available)}). "
                    + $"A library with CUDAExecutionProvider was expected. {Remedy}"
            );
        string folder = Path.GetDirectoryName(Path.GetFullPath(libraryPath)) ?? ".";
        string[] missing = [.. CudaFiles().Where(file => !File.Exists(Path.Combine(folder, file)))];
        if (missing.Length > 0)
            throw new NotSupportedException(
                $"CUDA was asked for, but {string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} missing. "
                    + $"{string.Join(" and ", CudaFiles())} were expected beside the ONNX Runtime library, in {folder}. {Remedy}"
            );
    }

    private static string[] CudaFiles() =>
        OperatingSystem.IsWindows()
            ? ["onnxruntime_providers_shared.dll", "onnxruntime_providers_cuda.dll"]
            : ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so"];

    private static void AppendCuda(nint sessionOptions, Device device)
    {
        if (device.Options.Keys.FirstOrDefault(key => !CudaKeys.Contains(key)) is { } unknown)
            throw new ArgumentException(
                $"The CUDA option '{unknown}' came; one of {string.Join(", ", CudaKeys)} was expected. Correct the name."
            );
        CheckCuda(OrtApi.LibraryPath, OrtEnvironment.Providers);
        var settings = new Dictionary<string, string>(device.Options)
        {
            ["device_id"] = device.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        try
        {
            nint options = OrtApi.Get(OrtSlot.CreateCudaProviderOptions);
            try
            {
                using var keys = new NativeStrings(settings.Keys);
                using var values = new NativeStrings(settings.Values);
                OrtApi.Call(OrtSlot.UpdateCudaProviderOptions, options, keys.Pointer, values.Pointer, keys.Count);
                OrtApi.Call(OrtSlot.SessionOptionsAppendCudaV2, sessionOptions, options);
            }
            finally
            {
                OrtApi.Release(OrtSlot.ReleaseCudaProviderOptions, options);
            }
        }
        catch (OnnxRuntimeException error)
        {
            throw new NotSupportedException(
                $"CUDA was asked for and its ONNX Runtime libraries are there, but it did not start: {error.Message} "
                    + $"A driver, CUDA and cuDNN that fit ONNX Runtime {OrtApi.VersionText} were expected. Install them, or use Device.Cpu.",
                error
            );
        }
    }

    private static void AppendByName(nint sessionOptions, Device device)
    {
        (string provider, string full, string remedy) = device.Name switch
        {
            "webgpu" => (
                "WebGPU",
                "WebGpuExecutionProvider",
                "Use a library with WebGPU, such as that of npm's onnxruntime-node 1.30, or use Device.Cpu."
            ),
            "directml" => (
                "DML",
                "DmlExecutionProvider",
                "Reference the package Microsoft.ML.OnnxRuntime.DirectML (Windows only), or use Device.Cpu."
            ),
            "coreml" => (
                "CoreML",
                "CoreMLExecutionProvider",
                "Reference the package Microsoft.ML.OnnxRuntime on macOS, or use Device.Cpu."
            ),
            var other => (
                other,
                other,
                "Reference an ONNX Runtime package that has it, correct the name, or use Device.Cpu."
            ),
        };
        bool named = OrtEnvironment.Providers.Any(name =>
            name.Equals(full, StringComparison.OrdinalIgnoreCase)
            || name.Equals(full + "ExecutionProvider", StringComparison.OrdinalIgnoreCase)
        );
        if (!named)
            throw new NotSupportedException(
                $"The device {device} was asked for, but the ONNX Runtime library {OrtApi.LibraryPath} was built without it. "
                    + $"One of {string.Join(", ", OrtEnvironment.Providers)} was expected. {remedy}"
            );
        var settings = new Dictionary<string, string>(device.Options);
        if (device.Name == "directml")
            settings["device_id"] = device.Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            AppendNative(sessionOptions, provider, settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new NotSupportedException(
                $"The device {device} was asked for, but it did not start: {error.Message} A driver and hardware that it can use were expected. {remedy}",
                error
            );
        }
    }

    private static unsafe void AppendNative(nint sessionOptions, string provider, Dictionary<string, string> settings)
    {
        using var keys = new NativeStrings(settings.Keys);
        using var values = new NativeStrings(settings.Values);
        fixed (byte* name = OrtApi.Utf8(provider))
            OrtApi.Call(
                OrtSlot.SessionOptionsAppendExecutionProvider,
                sessionOptions,
                (nint)name,
                keys.Pointer,
                values.Pointer,
                keys.Count
            );
    }
}
