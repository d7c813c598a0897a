using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

/// <summary>Layers that have learned from data.</summary>
internal sealed class AdaptedLayerExamples : ILayerExamples
{
    public static IEnumerable<LayerExample> Examples =>
        [
            new(() => Adapted(new Normalization(), LayerInput.Normal(9, 3)), LayerInput.Normal(4, 3)),
            new(
                () => Adapted(new Normalization(axis: null, invert: true), LayerInput.Normal(9, 2, 3)),
                LayerInput.Normal(3, 2, 3)
            ),
            new(
                () => Adapted(new Normalization(axis: [1, -1]), LayerInput.Normal(9, 2, 4, 3)),
                LayerInput.Normal(3, 2, 4, 3)
            ),
            new(
                () => Adapted(new Discretization(numBins: 4, epsilon: 0.05), LayerInput.Normal(50, 2)),
                LayerInput.Normal(3, 2)
            ),
            new(
                () => Adapted(new Discretization(numBins: 3, outputMode: "one_hot"), LayerInput.Normal(50, 2)),
                LayerInput.Normal(3, 2)
            ),
            new(
                () => Adapted(new IntegerLookup(maxTokens: 9), LayerInput.Integers(20, 9, 4)),
                LayerInput.Integers(20, 3, 4)
            ),
            new(
                () => Adapted(new IntegerLookup(outputMode: "tf_idf"), LayerInput.Integers(20, 9, 4)),
                LayerInput.Integers(20, 3, 4)
            ),
        ];

    private static AdaptableLayer Adapted(AdaptableLayer layer, LayerInput data)
    {
        layer.Adapt(data.Data);
        return layer;
    }
}
