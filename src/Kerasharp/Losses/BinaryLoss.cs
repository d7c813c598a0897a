namespace Kerasharp.Losses;

/// <summary>A crossentropy of yes-or-no targets.</summary>
public abstract class BinaryLoss : MeanLoss
{
    private protected BinaryLoss(bool fromLogits, double labelSmoothing, int axis, string name, LossReduction reduction)
        : base(name, reduction)
    {
        FromLogits = fromLogits;
        LabelSmoothing = Losses.LabelSmoothing.Share(labelSmoothing);
        Axis = axis;
    }

    /// <summary>Whether predictions are any numbers, of which a sigmoid would make probabilities.</summary>
    public bool FromLogits { get; }

    /// <summary>How far targets are drawn towards 1/2.</summary>
    public double LabelSmoothing { get; }

    /// <summary>The axis over which the mean is taken.</summary>
    public int Axis { get; }

    private protected sealed override int MeanAxis => Axis;

    private protected sealed override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        yTrue = Losses.LabelSmoothing.Smooth(yTrue, LabelSmoothing, 2);
        return (FromLogits ? yPred : Probabilities.BeforeSigmoid(yPred)) is { } logits
            ? OfLogits(yTrue, logits)
            : OfProbabilities(yTrue, yPred);
    }

    /// <summary>The losses of logits.</summary>
    private protected abstract SymbolicTensor OfLogits(SymbolicTensor y, SymbolicTensor z);

    /// <summary>The losses of probabilities.</summary>
    private protected abstract SymbolicTensor OfProbabilities(SymbolicTensor y, SymbolicTensor p);

    /// <summary>The crossentropy: log(1 + e^z) is max(z, 0) + log(1 + e^-|z|) in its stable form; its slope is the sigmoid, at 0 as everywhere.</summary>
    private protected static SymbolicTensor Crossentropy(SymbolicTensor y, SymbolicTensor z) => Ops.Softplus(z) - y * z;

    /// <summary>The crossentropy of probabilities that were cut.</summary>
    private protected static SymbolicTensor CrossentropyOfCut(SymbolicTensor y, SymbolicTensor p) =>
        -(y * Ops.Log(p) + (1 - y) * Ops.Log(1 - p));
}
