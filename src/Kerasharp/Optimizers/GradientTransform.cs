namespace Kerasharp.Optimizers;

/// <summary>
/// Something done to all gradients between differentiation and update: clipping, scaling, accumulation over batches. Derive from it and
/// add it to <see cref="Optimizer.GradientTransforms"/>.
/// </summary>
public abstract class GradientTransform
{
    /// <summary>The gradients to use instead.</summary>
    /// <param name="context">For what must be kept from step to step, and to hold updates back until a condition is met.</param>
    /// <param name="gradients">The gradients so far.</param>
    public abstract IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    );
}
