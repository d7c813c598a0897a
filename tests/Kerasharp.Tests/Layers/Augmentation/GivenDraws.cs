using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Tests.Layers;

/// <summary>An augmentation by numbers that are given instead of drawn.</summary>
/// <param name="augmentation">The augmentation.</param>
/// <param name="drawn">Numbers and their shapes, in the layer's order.</param>
internal sealed class GivenDraws(ImageAugmentation augmentation, params (float[] Numbers, long[] Shape)[] drawn) : Layer
{
    /// <summary>The images that are changed come first: 1 for true.</summary>
    public bool BeginsWithChoice { get; init; }

    /// <summary>A number for each image.</summary>
    public static (float[], long[]) Each(params float[] numbers) => (numbers, [numbers.Length, 1, 1, 1]);

    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var graph = input.Value.Graph;
        var values = drawn
            .Select(d => graph.Constant(ConstantTensor.Of<float>(d.Numbers, d.Shape)))
            .Select((v, i) => new SymbolicTensor(i == 0 && BeginsWithChoice ? Op.Greater(v, v.Like(0.5)) : v));
        return augmentation.Transform(input, [.. values]);
    }
}
