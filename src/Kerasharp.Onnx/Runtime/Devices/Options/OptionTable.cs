namespace Kerasharp.Onnx.Runtime;

/// <summary>The options that a provider knows and what each takes: what is wrong in them is found before ONNX Runtime sees it, which passes over some of it.</summary>
internal sealed class OptionTable
{
    private static readonly string[] ZeroOrOne = ["0", "1"];
    private static readonly string[] TrueOrFalse = ["true", "false", "True", "False"];
    private static readonly string[] Flags = [.. ZeroOrOne, .. TrueOrFalse];
    private static readonly string[] Buffers = ["disabled", "lazyRelease", "simple", "bucket"];

    // A number from 0 on; anything at all.
    private static readonly string[] Numbers = [];
    private const string[]? Anything = null;

    private static readonly Dictionary<string, OptionTable> Tables = new()
    {
        ["cuda"] = new(
            "CUDA",
            new()
            {
                ["device_id"] = Numbers,
                ["has_user_compute_stream"] = Flags,
                ["user_compute_stream"] = Anything,
                ["gpu_mem_limit"] = Numbers,
                ["arena_extend_strategy"] = ["kNextPowerOfTwo", "kSameAsRequested"],
                ["cudnn_conv_algo_search"] = ["EXHAUSTIVE", "HEURISTIC", "DEFAULT"],
                ["do_copy_in_default_stream"] = Flags,
                ["gpu_external_alloc"] = Anything,
                ["gpu_external_free"] = Anything,
                ["gpu_external_empty_cache"] = Anything,
                ["cudnn_conv_use_max_workspace"] = Flags,
                ["enable_cuda_graph"] = Flags,
                ["cudnn_conv1d_pad_to_nc1d"] = Flags,
                ["enable_cudnn"] = Flags,
                ["tunable_op_enable"] = Flags,
                ["tunable_op_tuning_enable"] = Flags,
                ["tunable_op_max_tuning_duration_ms"] = Numbers,
                ["enable_skip_layer_norm_strict_mode"] = Flags,
                ["prefer_nhwc"] = Flags,
                ["use_ep_level_unified_stream"] = Flags,
                ["use_tf32"] = Flags,
                ["fuse_conv_bias"] = Flags,
                ["sdpa_kernel"] = Numbers,
            }
        ),
        ["webgpu"] = new(
            "WebGPU",
            new()
            {
                ["preferredLayout"] = ["NCHW", "NHWC"],
                ["enableGraphCapture"] = ZeroOrOne,
                ["sessionBufferPoolGenerations"] = Numbers,
                ["enableInt64"] = ZeroOrOne,
                ["multiRotaryCacheConcatOffset"] = Numbers,
                ["kvCacheQuantizationBits"] = ["0", "4", "8"],
                ["weightLoadAcceleration"] = ["off", "preferred", "required"],
                ["enableMatmulFp32Accumulation"] = ZeroOrOne,
                ["deviceId"] = Numbers,
                ["adapterIndex"] = Numbers,
                ["webgpuInstance"] = Anything,
                ["webgpuDevice"] = Anything,
                ["dawnProcTable"] = Anything,
                ["dawnBackendType"] = ["D3D12", "Vulkan"],
                ["powerPreference"] = ["high-performance", "low-power"],
                ["storageBufferCacheMode"] = Buffers,
                ["uniformBufferCacheMode"] = Buffers,
                ["queryResolveBufferCacheMode"] = Buffers,
                ["defaultBufferCacheMode"] = Buffers,
                ["validationMode"] = ["disabled", "wgpuOnly", "basic", "full"],
                ["enableRobustness"] = ZeroOrOne,
                ["forceCpuNodeNames"] = Anything,
                ["enablePIXCapture"] = ZeroOrOne,
                ["preserveDevice"] = ZeroOrOne,
                ["maxStorageBufferBindingSize"] = Numbers,
                ["maxStorageBuffersPerShaderStage"] = Numbers,
                ["maxNumPendingDispatches"] = Numbers,
            }
        ),
        ["directml"] = new(
            "DirectML",
            new()
            {
                ["device_id"] = Numbers,
                ["performance_preference"] = ["default", "high_performance", "minimum_power"],
                ["device_filter"] = ["gpu", "npu", "any"],
                ["disable_metacommands"] = TrueOrFalse,
                ["enable_graph_capture"] = TrueOrFalse,
                ["enable_graph_serialization"] = TrueOrFalse,
            }
        ),
        ["coreml"] = new(
            "CoreML",
            new()
            {
                ["ModelFormat"] = ["NeuralNetwork", "MLProgram"],
                ["MLComputeUnits"] = ["ALL", "CPUAndNeuralEngine", "CPUAndGPU", "CPUOnly"],
                ["RequireStaticInputShapes"] = ZeroOrOne,
                ["EnableOnSubgraphs"] = ZeroOrOne,
                ["SpecializationStrategy"] = ["Default", "FastPrediction"],
                ["ProfileComputePlan"] = ZeroOrOne,
                ["AllowLowPrecisionAccumulationOnGPU"] = ZeroOrOne,
                ["ModelCacheDirectory"] = Anything,
            }
        ),
    };

    private readonly string _provider;
    private readonly Dictionary<string, string[]?> _values;

    private OptionTable(string provider, Dictionary<string, string[]?> values) =>
        (_provider, _values) = (provider, values);

    /// <summary>Refuses options that a device's provider does not know, and values that it does not take; other providers' options pass.</summary>
    /// <exception cref="ArgumentException">An option or its value is wrong.</exception>
    public static void Check(string device, IReadOnlyDictionary<string, string> options)
    {
        if (Tables.TryGetValue(device, out var table))
            table.Check(options);
    }

    private void Check(IReadOnlyDictionary<string, string> options)
    {
        foreach (var (key, value) in options)
        {
            if (!_values.TryGetValue(key, out var accepted))
                throw new ArgumentException(
                    $"The {_provider} option '{key}' came; one of {string.Join(", ", _values.Keys)} was expected. Correct the name."
                );
            bool good =
                accepted is null ? value.Length > 0
                : accepted.Length > 0 ? accepted.Contains(value)
                : value.Length > 0 && value.All(char.IsAsciiDigit);
            if (!good)
                throw new ArgumentException(
                    $"The {_provider} option '{key}' came with the value '{value}'; {Expected(accepted)} was expected. Correct the value."
                );
        }
    }

    private static string Expected(string[]? accepted) =>
        accepted is null ? "a text"
        : accepted.Length == 0 ? "a number from 0 on"
        : $"one of {string.Join(", ", accepted)}";
}
