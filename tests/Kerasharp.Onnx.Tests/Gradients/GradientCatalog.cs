using Kerasharp.Onnx.Tests.Operators;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>All cases, of all families of operators.</summary>
internal static class GradientCatalog
{
    public static IReadOnlyDictionary<string, GradientCases.Entry> All { get; } =
        new (string Family, GradientCases Cases)[]
        {
            ("Arithmetic", ArithmeticTests.Cases),
            ("Exponentials", ExponentialsTests.Cases),
            ("Trigonometry", TrigonometryTests.Cases),
            ("Remainders", RemaindersTests.Cases),
            ("Conversions", ConversionsTests.Cases),
            ("Comparisons", ComparisonsTests.Cases),
            ("Extrema", ExtremaTests.Cases),
            ("Activations", ActivationsTests.Cases),
            ("Rectifiers", RectifiersTests.Cases),
            ("Gates", GatesTests.Cases),
            ("Softmaxes", SoftmaxesTests.Cases),
            ("Reductions", ReductionsTests.Cases),
            ("Selections", SelectionsTests.Cases),
            ("Accumulations", AccumulationsTests.Cases),
            ("Products", ProductsTests.Cases),
            ("Einsums", EinsumsTests.Cases),
            ("Determinants", DeterminantsTests.Cases),
            ("Quantization", QuantizationTests.Cases),
            ("Reshaping", ReshapingTests.Cases),
            ("Tiling", TilingTests.Cases),
            ("Joining", JoiningTests.Cases),
            ("Slicing", SlicingTests.Cases),
            ("Padding", PaddingTests.Cases),
            ("Cropping", CroppingTests.Cases),
            ("Rearranging", RearrangingTests.Cases),
            ("Diagonals", DiagonalsTests.Cases),
            ("Generating", GeneratingTests.Cases),
            ("Indexing", IndexingTests.Cases),
            ("Scattering", ScatteringTests.Cases),
            ("Selecting", SelectingTests.Cases),
            ("Encoding", EncodingTests.Cases),
            ("Convolutions", ConvolutionsTests.Cases),
            ("DirectConvolutions", DirectConvolutionsTests.Cases),
            ("ConvolutionTransposes", ConvolutionTransposesTests.Cases),
            ("Pools", PoolsTests.Cases),
            ("MaxUnpools", MaxUnpoolsTests.Cases),
            ("AveragePools", AveragePoolsTests.Cases),
            ("LpPools", LpPoolsTests.Cases),
            ("GlobalPools", GlobalPoolsTests.Cases),
            ("Columns", ColumnsTests.Cases),
            ("DeformableConvolutions", DeformableConvolutionsTests.Cases),
            ("RegionPools", RegionPoolsTests.Cases),
            ("BatchNormalizations", BatchNormalizationsTests.Cases),
            ("BatchStatistics", BatchStatisticsTests.Cases),
            ("LayerNormalizations", LayerNormalizationsTests.Cases),
            ("Resizing", ResizingTests.Cases),
            ("GridSamples", GridSamplesTests.Cases),
            ("AffineGrids", AffineGridsTests.Cases),
            ("FourierTransforms", FourierTransformsTests.Cases),
            ("Normalizations", NormalizationsTests.Cases),
            ("MagnitudeNormalizations", MagnitudeNormalizationsTests.Cases),
            ("Dropouts", DropoutsTests.Cases),
            ("RandomDrops", RandomDropsTests.Cases),
            ("LossOperators", LossOperatorsTests.Cases),
            ("ControlFlow", ControlFlowTests.Cases),
            ("Recurrences", RecurrencesTests.Cases),
            ("RecurrentGates", RecurrentGatesTests.Cases),
            ("RecurrentSequences", RecurrentSequencesTests.Cases),
            ("ColumnSums", ColumnSumsTests.Cases),
            ("DirectProducts", DirectProductsTests.Cases),
        }
            .SelectMany(family => family.Cases.Select(entry => ($"{family.Family}: {entry.Name}", entry)))
            .ToDictionary(pair => pair.Item1, pair => pair.entry);
}
