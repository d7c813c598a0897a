namespace Kerasharp;

/// <summary>Options of CUDA, for <see cref="Device.Cuda(int, CudaOptions)"/>. The GPU itself is the device's index.</summary>
/// <remarks>
/// ONNX Runtime: the options of the CUDA execution provider, second version. They have not been run on real hardware by this project's tests.
/// </remarks>
/// <example><code>
/// var device = Device.Cuda(0, new CudaOptions { GpuMemoryLimit = 8L &lt;&lt; 30, UseTf32 = true });
/// </code></example>
public sealed record CudaOptions : DeviceOptions
{
    /// <summary>How many bytes of the GPU's memory ONNX Runtime may take for itself, at least 1; all by default.</summary>
    public long? GpuMemoryLimit { get; init; }

    /// <summary>By how much memory is extended; <see cref="CudaArenaExtension.NextPowerOfTwo"/> by default.</summary>
    public CudaArenaExtension? ArenaExtendStrategy { get; init; }

    /// <summary>How cuDNN's algorithm for a convolution is found; <see cref="CudaConvolutionSearch.Exhaustive"/> by default.</summary>
    public CudaConvolutionSearch? ConvAlgorithmSearch { get; init; }

    /// <summary>Whether the search may take algorithms that need much memory; true by default.</summary>
    public bool? MaxConvWorkspace { get; init; }

    /// <summary>
    /// Whether products and convolutions may round their factors to 10 bits of mantissa (TF32), which is several times as fast on GPUs from Ampere on.
    /// False unless set, though ONNX Runtime's own default is true: so that a GPU trains to the numbers of the processor, and as PyTorch does
    /// with matrix products. ONNX Runtime knows the option from 1.18 on.
    /// </summary>
    public bool? UseTf32 { get; init; }

    /// <summary>Whether convolutions work in the order batch, height, width, channels; false by default.</summary>
    public bool? PreferNhwc { get; init; }

    /// <summary>Whether a convolution and the bias and activation behind it are one call of cuDNN; false by default.</summary>
    public bool? FuseConvBias { get; init; }

    /// <summary>Whether convolutions along one axis get their second axis in front, (batch, channels, 1, length); behind by default.</summary>
    public bool? PadConv1DToNC1D { get; init; }

    /// <summary>Whether copies go through the stream of the computation; true by default.</summary>
    public bool? CopyInDefaultStream { get; init; }

    /// <summary>
    /// Whether a training step is recorded as one CUDA graph and played back, which spares a launch for each node; false by default. The
    /// step is made for it: all shapes are fixed, states take turns between two places, loops are written out. Each batch size is
    /// recorded by itself, in its first two steps. What runs on the processor cannot be recorded: ONNX Runtime then refuses the step.
    /// </summary>
    public bool? GraphCapture { get; init; }

    private protected override IEnumerable<(string Key, string? Value)> Settings =>
        [
            ("gpu_mem_limit", Number(GpuMemoryLimit)),
            ("arena_extend_strategy", Name(ArenaExtendStrategy, s => $"k{s}")),
            ("cudnn_conv_algo_search", Name(ConvAlgorithmSearch, s => s.ToString().ToUpperInvariant())),
            ("cudnn_conv_use_max_workspace", Flag(MaxConvWorkspace)),
            ("use_tf32", Flag(UseTf32)),
            ("prefer_nhwc", Flag(PreferNhwc)),
            ("fuse_conv_bias", Flag(FuseConvBias)),
            ("cudnn_conv1d_pad_to_nc1d", Flag(PadConv1DToNC1D)),
            ("do_copy_in_default_stream", Flag(CopyInDefaultStream)),
            ("enable_cuda_graph", Flag(GraphCapture)),
        ];
}
