namespace Kerasharp.Losses;

/// <summary>A loss of sums over areas: along given axes, or over the whole batch.</summary>
public abstract class OverlapLoss : MatchedLoss
{
    private protected OverlapLoss(Axes? axis, string name, LossReduction reduction)
        : base(name, reduction) => Axis = axis;

    /// <summary>The axes over which the sums go; null for all, the batch's too.</summary>
    public Axes? Axis { get; }

    private protected override bool IsOfWholeBatch => Axis is null;

    /// <summary>The sum over the axes.</summary>
    private protected SymbolicTensor Total(SymbolicTensor x)
    {
        if (Axis is null)
            return Ops.Sum(x);
        int[] axes =
            Axis.From(x.Rank)
            ?? throw new ArgumentException(
                $"The loss '{Name}' with the axes ({string.Join(", ", Axis)}) got predictions of shape {x.Shape}; axes of these, each once, were expected. Give others."
            );
        return Ops.Sum(x, axes);
    }
}
