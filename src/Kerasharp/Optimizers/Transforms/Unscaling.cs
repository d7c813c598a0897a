namespace Kerasharp.Optimizers;

/// <summary>Divides gradients by what the loss was multiplied by.</summary>
internal sealed class Unscaling(double factor) : GradientTransform
{
    public override IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    ) => [.. gradients.Select(g => g with { Gradient = g.Gradient / factor })];
}
