namespace Kerasharp;

/// <summary>Options of DirectML, for <see cref="Device.DirectML(int, DirectMLOptions)"/>.</summary>
/// <remarks>ONNX Runtime: <c>dml_provider_factory</c>. They have not been run on real hardware by this project's tests.</remarks>
/// <example><code>var device = Device.DirectML(0, new DirectMLOptions { PerformancePreference = DirectMLPerformance.HighPerformance });</code></example>
public sealed record DirectMLOptions : DeviceOptions
{
    /// <summary>Which GPU is taken; it stands in the place of the device's index, which must be 0.</summary>
    public DirectMLPerformance? PerformancePreference { get; init; }

    /// <summary>Which kind of device is taken; it stands in the place of the device's index, which must be 0.</summary>
    public DirectMLDeviceFilter? DeviceFilter { get; init; }

    /// <summary>Whether the driver's own programs for whole operators are left aside, which some drivers get wrong; false by default.</summary>
    public bool? DisableMetacommands { get; init; }

    private protected override IEnumerable<(string Key, string? Value)> Settings =>
        [
            (
                "performance_preference",
                Name(
                    PerformancePreference,
                    p =>
                        p switch
                        {
                            DirectMLPerformance.HighPerformance => "high_performance",
                            DirectMLPerformance.MinimumPower => "minimum_power",
                            _ => "default",
                        }
                )
            ),
            ("device_filter", Name(DeviceFilter, f => f.ToString().ToLowerInvariant())),
            ("disable_metacommands", Word(DisableMetacommands)),
        ];
}
