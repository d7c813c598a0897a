namespace Kerasharp.Optimizers;

/// <summary>Cuts each element of the gradients.</summary>
internal sealed class ClippingByValue(double limit) : GradientTransform
{
    public override IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    ) => [.. gradients.Select(g => g with { Gradient = Ops.Clip(g.Gradient, -limit, limit) })];
}
