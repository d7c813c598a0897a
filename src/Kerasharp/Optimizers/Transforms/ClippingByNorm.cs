namespace Kerasharp.Optimizers;

/// <summary>Shortens the gradient of each weight that is longer than a limit.</summary>
internal sealed class ClippingByNorm(double limit) : GradientTransform
{
    public override IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    ) => [.. gradients.Select(g => g with { Gradient = Clip(g.Gradient) })];

    private SymbolicTensor Clip(SymbolicTensor gradient) =>
        gradient * (limit / Ops.Maximum(Ops.Sqrt(Ops.Sum(Ops.Square(gradient))), limit));
}
