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
            ("Products", ProductsTests.Cases),
            ("Reshaping", ReshapingTests.Cases),
            ("Joining", JoiningTests.Cases),
            ("Slicing", SlicingTests.Cases),
            ("Indexing", IndexingTests.Cases),
            ("Convolutions", ConvolutionsTests.Cases),
            ("ConvolutionTransposes", ConvolutionTransposesTests.Cases),
            ("Pools", PoolsTests.Cases),
            ("Resizing", ResizingTests.Cases),
            ("GridSamples", GridSamplesTests.Cases),
            ("AffineGrids", AffineGridsTests.Cases),
            ("FourierTransforms", FourierTransformsTests.Cases),
            ("Normalizations", NormalizationsTests.Cases),
            ("ControlFlow", ControlFlowTests.Cases),
        }
            .SelectMany(family => family.Cases.Select(entry => ($"{family.Family}: {entry.Name}", entry)))
            .ToDictionary(pair => pair.Item1, pair => pair.entry);
}
