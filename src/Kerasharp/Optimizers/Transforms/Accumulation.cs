namespace Kerasharp.Optimizers;

/// <summary>Averages gradients over batches, and lets one update pass for so many.</summary>
internal sealed class Accumulation(int batches) : GradientTransform
{
    public override IReadOnlyList<WeightGradient> Apply(
        OptimizerContext context,
        IReadOnlyList<WeightGradient> gradients
    )
    {
        var full = context.IsMultiple(context.Batch, batches);
        context.OnlyWhen(full);
        var means = new List<WeightGradient>();
        foreach (var (weight, gradient) in gradients)
        {
            var slot = context.Slot(weight, "gradient_accumulator");
            var sum = context[slot] + gradient;
            context.AssignAlways(slot, Ops.Where(full, Ops.ZerosLike(sum), sum));
            means.Add(new WeightGradient(weight, sum / batches));
        }
        return means;
    }
}
