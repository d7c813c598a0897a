namespace Kerasharp;

/// <summary>Options of WebGPU, for <see cref="Device.WebGpu(WebGpuOptions)"/>.</summary>
/// <remarks>
/// ONNX Runtime: <c>webgpu_provider_options.h</c> of 1.30. A process has one WebGPU device: power, backend, validation and robustness are those of the
/// first model that uses it, and another choice later on is refused.
/// </remarks>
/// <example><code>var device = Device.WebGpu(new WebGpuOptions { PowerPreference = WebGpuPower.LowPower });</code></example>
public sealed record WebGpuOptions : DeviceOptions
{
    /// <summary>Which GPU is taken where there are several; the fastest by default.</summary>
    public WebGpuPower? PowerPreference { get; init; }

    /// <summary>What lies beneath on Windows; Direct3D 12 there by default.</summary>
    public WebGpuBackend? Backend { get; init; }

    /// <summary>In which order of axes convolutions work; channels last by default.</summary>
    public ConvolutionLayout? PreferredLayout { get; init; }

    /// <summary>Whether integers of 64 bits are computed with on the GPU; false by default.</summary>
    public bool? EnableInt64 { get; init; }

    /// <summary>How much is checked of what is sent to the GPU.</summary>
    public WebGpuValidation? ValidationMode { get; init; }

    /// <summary>Whether each access to memory is checked on the GPU.</summary>
    public bool? EnableRobustness { get; init; }

    /// <summary>How many programs wait before they are sent to the GPU together: 1 to 4096.</summary>
    public int? MaxPendingDispatches { get; init; }

    /// <summary>Whether the WebGPU device stays when no model uses it any longer; false by default.</summary>
    public bool? PreserveDevice { get; init; }

    private protected override IEnumerable<(string Key, string? Value)> Settings =>
        [
            (
                "powerPreference",
                Name(PowerPreference, p => p == WebGpuPower.LowPower ? "low-power" : "high-performance")
            ),
            ("dawnBackendType", Name(Backend, b => b.ToString())),
            ("preferredLayout", Name(PreferredLayout, l => l.ToString().ToUpperInvariant())),
            ("enableInt64", Flag(EnableInt64)),
            (
                "validationMode",
                Name(
                    ValidationMode,
                    v =>
                        v switch
                        {
                            // ONNX Runtime compares letter by letter.
                            WebGpuValidation.Disabled => "disabled",
                            WebGpuValidation.WgpuOnly => "wgpuOnly",
                            WebGpuValidation.Basic => "basic",
                            _ => "full",
                        }
                )
            ),
            ("enableRobustness", Flag(EnableRobustness)),
            ("maxNumPendingDispatches", Number(MaxPendingDispatches, most: 4096)),
            ("preserveDevice", Flag(PreserveDevice)),
        ];
}
