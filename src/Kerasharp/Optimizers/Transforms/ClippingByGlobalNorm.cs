namespace Kerasharp.Optimizers;

/// <summary>Shortens all gradients alike if together they are longer than a limit.</summary>
internal sealed class ClippingByGlobalNorm(double limit) : GradientTransform
{
    public override IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    )
    {
        if (gradients.Count == 0)
            return gradients;
        var norm = Ops.Sqrt(gradients.Select(g => Ops.Sum(Ops.Square(g.Gradient))).Aggregate((a, b) => a + b));
        // The difference is 0 but for a norm that is not finite: then all becomes NaN and is noticed, as in Keras.
        var scale = limit / Ops.Maximum(norm, limit) + (norm - norm);
        return [.. gradients.Select(g => g with { Gradient = g.Gradient * scale })];
    }
}
