using System.Globalization;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp;

/// <summary>
/// What a model computes on. Devices are values: two that name the same provider, index and options are equal.
/// </summary>
/// <example><code>var device = Device.Parse("cuda:0");</code></example>
public sealed class Device : IEquatable<Device>
{
    private const string Variable = "KERASHARP_DEVICE";
    private const string Accepted = "cpu, cuda, cuda:1, webgpu, directml, directml:1, coreml";
    private static readonly string[] CaptureKeys = ["enable_cuda_graph", "enableGraphCapture", "enable_graph_capture"];
    private static readonly Dictionary<string, string> NoOptions = [];
    private static Device? s_default;

    private Device(string name, int index, bool indexed, IReadOnlyDictionary<string, string>? options)
    {
        if (index < 0)
            throw new ArgumentOutOfRangeException(
                nameof(index),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A {name} device with index {index} was asked for; devices count from 0. Give 0 for the first one."
                )
            );
        Name = name;
        Index = index;
        IsIndexed = indexed;
        Options = options is null or { Count: 0 } ? NoOptions : new Dictionary<string, string>(options);
        OptionTable.Check(name, Options);
        Features = name switch
        {
            "cpu" => DeviceFeatures.Cpu,
            "cuda" => KnownFeatures.Cuda,
            "webgpu" => KnownFeatures.WebGpu,
            "directml" => KnownFeatures.DirectML,
            _ => KnownFeatures.Other,
        };
        if (CaptureKeys.Any(key => Options.TryGetValue(key, out string? on) && on is "1" or "true" or "True"))
            Features = Features.Recording();
    }

    /// <summary>The processor: works everywhere, and runs Kerasharp's own kernels.</summary>
    public static Device Cpu { get; } = new("cpu", 0, indexed: false, null);

    /// <summary>The processor without Kerasharp's kernels: it runs what other devices run, so that their steps can be tried anywhere.</summary>
    internal static Device PlainCpu { get; } = CpuLike("none", DeviceFeatures.Cpu with { HasKernels = false });

    /// <summary>The processor without Kerasharp's kernels and without loops.</summary>
    internal static Device StraightCpu { get; } =
        CpuLike("straight", DeviceFeatures.Cpu with { HasKernels = false, HasLoops = false });

    /// <summary>The processor as a device that records steps: without kernels, loops and updates in place.</summary>
    internal static Device RecordingCpu { get; } =
        CpuLike("recording", (DeviceFeatures.Cpu with { HasKernels = false }).Recording());

    /// <summary>The processor with what a WebGPU has, and no more.</summary>
    internal static Device CpuLikeWebGpu { get; } = CpuLike("webgpu", KnownFeatures.WebGpu with { Memory = null });

    /// <summary>The processor as a device that takes batches while it runs.</summary>
    internal static Device AheadCpu { get; } =
        CpuLike("ahead", DeviceFeatures.Cpu with { HasKernels = false, UpdatesInPlace = false, UploadsAhead = true });

    private static Device CpuLike(string name, DeviceFeatures features) =>
        new("cpu", 0, indexed: false, new Dictionary<string, string> { ["features"] = name }) { Features = features };

    /// <summary>
    /// What models compute on that name no device: what was set here, else what the variable KERASHARP_DEVICE names, such as cuda:0, else
    /// the processor. It counts when a model is compiled, or predicts without.
    /// </summary>
    /// <exception cref="FormatException">The variable names no device.</exception>
    /// <example><code>Device.Default = Device.WebGpu();</code></example>
    public static Device Default
    {
        get => s_default ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : Cpu);
        set => s_default = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// The devices that there are, and those that there could be, with what is missing for them. Each is tried, which may take a second.
    /// </summary>
    /// <example>
    /// <code>
    /// foreach (var device in Device.List())
    ///     Console.WriteLine(device);   // cpu: X64 processor, 8 cores ...
    /// </code>
    /// </example>
    public static IReadOnlyList<DeviceInfo> List() => DeviceList.Find();

    /// <summary>The provider's short name: cpu, cuda, webgpu, directml, coreml, or what <see cref="Provider"/> was given.</summary>
    public string Name { get; }

    /// <summary>Which device of its kind, from 0.</summary>
    public int Index { get; }

    /// <summary>Options for the execution provider, by the provider's own names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>Whether this is the processor.</summary>
    public bool IsCpu => Name == "cpu";

    /// <summary>Whether nodes that the device lacks may run on the processor, with copies there and back.</summary>
    public bool AllowsFallback { get; private init; } = true;

    /// <summary>The device without the recording of steps, for what is not run again and again at the same place.</summary>
    internal Device WithoutCapture =>
        Features.CapturesGraphs
            ? new Device(
                Name,
                Index,
                IsIndexed,
                Options.Where(o => !CaptureKeys.Contains(o.Key)).ToDictionary(o => o.Key, o => o.Value)
            )
            {
                AllowsFallback = AllowsFallback,
            }
            : this;

    /// <summary>Whether options choose the device in the index's place.</summary>
    internal bool IsChosenByOptions =>
        Options.ContainsKey("performance_preference") || Options.ContainsKey("device_filter");

    /// <summary>What the device has.</summary>
    internal DeviceFeatures Features { get; private init; }

    private bool IsIndexed { get; }

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu.</summary>
    /// <param name="index">Which GPU, from 0.</param>
    /// <param name="options">Options of the CUDA execution provider by ONNX Runtime's names, such as use_tf32.</param>
    /// <exception cref="ArgumentException">An option is not known, or its value is wrong.</exception>
    public static Device Cuda(int index = 0, IReadOnlyDictionary<string, string>? options = null) =>
        new("cuda", index, indexed: true, options);

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu.</summary>
    /// <param name="index">Which GPU, from 0.</param>
    /// <param name="options">What the CUDA execution provider is told.</param>
    /// <exception cref="ArgumentException">A value is wrong.</exception>
    /// <example><code>var device = Device.Cuda(1, new CudaOptions { UseTf32 = true });</code></example>
    public static Device Cuda(int index, CudaOptions options) =>
        new("cuda", index, indexed: true, Checked(options).ToDictionary());

    /// <summary>A GPU through WebGPU.</summary>
    /// <param name="options">Options of the WebGPU execution provider by ONNX Runtime's names.</param>
    /// <exception cref="ArgumentException">An option is not known, or its value is wrong.</exception>
    public static Device WebGpu(IReadOnlyDictionary<string, string>? options = null) =>
        new("webgpu", 0, indexed: false, options);

    /// <summary>A GPU through WebGPU.</summary>
    /// <param name="options">What the WebGPU execution provider is told.</param>
    /// <exception cref="ArgumentException">A value is wrong.</exception>
    /// <example><code>var device = Device.WebGpu(new WebGpuOptions { PowerPreference = WebGpuPower.LowPower });</code></example>
    public static Device WebGpu(WebGpuOptions options) =>
        new("webgpu", 0, indexed: false, Checked(options).ToDictionary());

    /// <summary>A GPU through DirectML (Windows). Needs the package Microsoft.ML.OnnxRuntime.DirectML.</summary>
    /// <param name="index">Which GPU, from 0.</param>
    public static Device DirectML(int index = 0) => new("directml", index, indexed: true, null);

    /// <summary>A GPU through DirectML (Windows). Needs the package Microsoft.ML.OnnxRuntime.DirectML.</summary>
    /// <param name="index">Which GPU, from 0; 0 where the options choose one.</param>
    /// <param name="options">What the DirectML execution provider is told.</param>
    /// <exception cref="ArgumentException">A value is wrong, or both the index and the options choose a GPU.</exception>
    public static Device DirectML(int index, DirectMLOptions options)
    {
        var device = new Device("directml", index, indexed: true, Checked(options).ToDictionary());
        return index == 0 || !device.IsChosenByOptions
            ? device
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The DirectML device {index} came with {nameof(DirectMLOptions.PerformancePreference)} or {nameof(DirectMLOptions.DeviceFilter)}, which choose a device themselves; one of the two was expected. Give index 0, or leave the options out."
                ),
                nameof(options)
            );
    }

    /// <summary>Apple's accelerators through CoreML (macOS).</summary>
    public static Device CoreML() => new("coreml", 0, indexed: false, null);

    /// <summary>Apple's accelerators through CoreML (macOS).</summary>
    /// <param name="options">What the CoreML execution provider is told.</param>
    /// <exception cref="ArgumentException">A value is wrong.</exception>
    /// <example><code>var device = Device.CoreML(new CoreMLOptions { ModelFormat = CoreMLModelFormat.MLProgram });</code></example>
    public static Device CoreML(CoreMLOptions options) =>
        new("coreml", 0, indexed: false, Checked(options).ToDictionary());

    /// <summary>Any other execution provider that the ONNX Runtime library offers, by ONNX Runtime's name for it.</summary>
    /// <param name="name">The provider's name, such as XNNPACK or OpenVINO.</param>
    /// <param name="options">The provider's options.</param>
    public static Device Provider(string name, IReadOnlyDictionary<string, string>? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Device(name, 0, indexed: false, options);
    }

    /// <summary>
    /// The same device, but nodes that it lacks are refused instead of run on the processor: then nothing is slowed down by copies that
    /// nobody sees. <see cref="DeviceFallbackException"/> lists them.
    /// </summary>
    /// <example><code>model.Compile("adam", "mse", device: Device.WebGpu().WithoutFallback());</code></example>
    public Device WithoutFallback() =>
        new(Name, Index, IsIndexed, Options) { Features = Features, AllowsFallback = false };

    /// <summary>Reads a device's name: cpu, cuda, cuda:1, webgpu, directml, directml:1 or coreml, in any case.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="FormatException">The text names no device.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().ToLowerInvariant().Split(':');
        int index = 0;
        bool indexed = parts.Length == 2;
        bool good =
            parts.Length <= 2
            && (!indexed || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        Device? device = parts[0] switch
        {
            "cpu" when !indexed => Cpu,
            "cuda" => Cuda(index),
            "webgpu" when !indexed => WebGpu(),
            "directml" or "dml" => DirectML(index),
            "coreml" when !indexed => CoreML(),
            _ => null,
        };
        return good && device is not null
            ? device
            : throw new FormatException(
                $"'{text}' came as the name of a device; one of {Accepted} was expected. Correct the name (or the variable {Variable}), or use Device.Provider for another execution provider."
            );
    }

    private static T Checked<T>(T options)
        where T : DeviceOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    /// <inheritdoc/>
    public bool Equals(Device? other) =>
        other is not null
        && Name == other.Name
        && Index == other.Index
        && AllowsFallback == other.AllowsFallback
        && Options.Count == other.Options.Count
        && Options.All(option => other.Options.TryGetValue(option.Key, out string? value) && value == option.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Device);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Index, Options.Count);

    /// <summary>The name that <see cref="Parse"/> reads, such as cuda:0; options are left out.</summary>
    public override string ToString() =>
        IsIndexed ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{Index}") : Name;

    /// <summary>Whether two devices are the same.</summary>
    public static bool operator ==(Device? left, Device? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two devices differ.</summary>
    public static bool operator !=(Device? left, Device? right) => !(left == right);
}
