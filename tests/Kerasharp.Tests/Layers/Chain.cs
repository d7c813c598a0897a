using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>Layers one after the other, as one.</summary>
internal sealed class Chain(params Layer[] layers) : Layer("chain")
{
    public override IReadOnlyList<Weight> Weights => [.. layers.SelectMany(l => l.Weights).Distinct()];

    public override IReadOnlyList<Weight> TrainableWeights =>
        [.. layers.SelectMany(l => l.TrainableWeights).Distinct()];

    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        foreach (var layer in layers)
            input = layer.Invoke(context, [input])[0];
        return input;
    }
}
