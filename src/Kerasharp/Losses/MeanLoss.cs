namespace Kerasharp.Losses;

/// <summary>A loss that compares each prediction with a target of its own, and takes the mean over an axis.</summary>
public abstract class MeanLoss : MatchedLoss
{
    private protected MeanLoss(string name, LossReduction reduction)
        : base(name, reduction) { }

    /// <summary>The axis over which the mean is taken.</summary>
    private protected virtual int MeanAxis => -1;

    /// <summary>The loss of each prediction.</summary>
    private protected abstract SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred);

    // A prediction without further dimensions is an example's.
    private protected sealed override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = Probabilities.Axis(MeanAxis, yPred.Rank);
        var losses = Each(yTrue, yPred);
        return losses.Rank == 1 ? losses : Ops.Mean(losses, axis);
    }
}
