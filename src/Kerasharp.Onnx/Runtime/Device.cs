using System.Globalization;
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
        Features = name switch
        {
            "cpu" => DeviceFeatures.Cpu,
            "cuda" => KnownFeatures.Cuda,
            "webgpu" => KnownFeatures.WebGpu,
            "directml" => KnownFeatures.DirectML,
            _ => KnownFeatures.Other,
        };
    }

    /// <summary>The processor: works everywhere, and runs Kerasharp's own kernels.</summary>
    public static Device Cpu { get; } = new("cpu", 0, indexed: false, null);

    /// <summary>The processor without Kerasharp's kernels: it runs what other devices run, so that their steps can be tried anywhere.</summary>
    internal static Device PlainCpu { get; } = CpuLike("none", DeviceFeatures.Cpu with { HasKernels = false });

    /// <summary>The processor without Kerasharp's kernels and without loops.</summary>
    internal static Device StraightCpu { get; } =
        CpuLike("straight", DeviceFeatures.Cpu with { HasKernels = false, HasLoops = false });

    /// <summary>The processor with what a WebGPU has, and no more.</summary>
    internal static Device CpuLikeWebGpu { get; } = CpuLike("webgpu", KnownFeatures.WebGpu with { Memory = null });

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
        get =>
            s_default
            ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : Cpu);
        set => s_default = value ?? throw new ArgumentNullException(nameof(value));
    }

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

    /// <summary>What the device has.</summary>
    internal DeviceFeatures Features { get; private init; }

    private bool IsIndexed { get; }

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu.</summary>
    /// <param name="index">Which GPU, from 0.</param>
    /// <param name="options">Options of the CUDA execution provider, such as use_tf32.</param>
    public static Device Cuda(int index = 0, IReadOnlyDictionary<string, string>? options = null) =>
        new("cuda", index, indexed: true, options);

    /// <summary>A GPU through WebGPU.</summary>
    /// <param name="options">Options of the WebGPU execution provider.</param>
    public static Device WebGpu(IReadOnlyDictionary<string, string>? options = null) =>
        new("webgpu", 0, indexed: false, options);

    /// <summary>A GPU through DirectML (Windows). Needs the package Microsoft.ML.OnnxRuntime.DirectML.</summary>
    /// <param name="index">Which GPU, from 0.</param>
    public static Device DirectML(int index = 0) => new("directml", index, indexed: true, null);

    /// <summary>Apple's accelerators through CoreML (macOS).</summary>
    public static Device CoreML() => new("coreml", 0, indexed: false, null);

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
    public Device WithoutFallback() => new(Name, Index, IsIndexed, Options) { Features = Features, AllowsFallback = false };

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
