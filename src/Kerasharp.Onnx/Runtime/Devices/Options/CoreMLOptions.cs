namespace Kerasharp;

/// <summary>Options of CoreML, for <see cref="Device.CoreML(CoreMLOptions)"/>.</summary>
/// <remarks>
/// ONNX Runtime: <c>coreml_provider_factory.h</c>. The newer ones need a library that knows them. They have not been run on real hardware by this
/// project's tests.
/// </remarks>
/// <example><code>var device = Device.CoreML(new CoreMLOptions { ModelFormat = CoreMLModelFormat.MLProgram });</code></example>
public sealed record CoreMLOptions : DeviceOptions
{
    /// <summary>The form in which graphs are given to CoreML; the older one by default.</summary>
    public CoreMLModelFormat? ModelFormat { get; init; }

    /// <summary>What CoreML may compute on; all by default.</summary>
    public CoreMLComputeUnits? ComputeUnits { get; init; }

    /// <summary>Whether CoreML is given only what has shapes of numbers, as all of a training step has; false by default.</summary>
    public bool? RequireStaticInputShapes { get; init; }

    /// <summary>Whether CoreML is given the graphs inside of loops and conditions, too; false by default.</summary>
    public bool? EnableOnSubgraphs { get; init; }

    /// <summary>What CoreML prepares a graph for.</summary>
    public CoreMLSpecialization? SpecializationStrategy { get; init; }

    /// <summary>Whether CoreML writes into its log where each operator runs.</summary>
    public bool? ProfileComputePlan { get; init; }

    /// <summary>Whether sums on the GPU may be of half precision; false by default.</summary>
    public bool? AllowLowPrecisionAccumulationOnGpu { get; init; }

    /// <summary>A folder in which prepared graphs are kept for the next time.</summary>
    public string? ModelCacheDirectory { get; init; }

    private protected override IEnumerable<(string Key, string? Value)> Settings =>
        [
            ("ModelFormat", Name(ModelFormat, f => f.ToString())),
            (
                "MLComputeUnits",
                Name(
                    ComputeUnits,
                    u =>
                        u switch
                        {
                            CoreMLComputeUnits.CpuAndNeuralEngine => "CPUAndNeuralEngine",
                            CoreMLComputeUnits.CpuAndGpu => "CPUAndGPU",
                            CoreMLComputeUnits.CpuOnly => "CPUOnly",
                            _ => "ALL",
                        }
                )
            ),
            ("RequireStaticInputShapes", Flag(RequireStaticInputShapes)),
            ("EnableOnSubgraphs", Flag(EnableOnSubgraphs)),
            ("SpecializationStrategy", Name(SpecializationStrategy, s => s.ToString())),
            ("ProfileComputePlan", Flag(ProfileComputePlan)),
            ("AllowLowPrecisionAccumulationOnGPU", Flag(AllowLowPrecisionAccumulationOnGpu)),
            ("ModelCacheDirectory", ModelCacheDirectory),
        ];
}
