using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>A crossentropy of shares of classes, one-hot or soft.</summary>
public abstract class ClassLoss : MatchedLoss
{
    private protected ClassLoss(bool fromLogits, double labelSmoothing, int axis, string name, LossReduction reduction)
        : base(name, reduction)
    {
        FromLogits = fromLogits;
        LabelSmoothing = Losses.LabelSmoothing.Share(labelSmoothing);
        Axis = axis;
    }

    /// <summary>Whether predictions are any numbers, of which a softmax would make probabilities.</summary>
    public bool FromLogits { get; }

    /// <summary>How far targets are drawn towards equal shares for all classes.</summary>
    public double LabelSmoothing { get; }

    /// <summary>The axis along which the classes lie.</summary>
    public int Axis { get; }

    /// <summary>The terms of which an example's loss is the sum.</summary>
    private protected abstract SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred, int axis);

    private protected sealed override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = Probabilities.Axis(Axis, yPred.Rank);
        if (LabelSmoothing > 0)
            yTrue = Losses.LabelSmoothing.Smooth(yTrue, LabelSmoothing, yPred.Shape[axis].Value);
        return Ops.Sum(Each(yTrue, yPred, axis), axis);
    }

    private protected sealed override void Require(string name, Shape target, Shape output)
    {
        int axis = Probabilities.Axis(Axis, output.Rank);
        bool areLabels = target.Rank < output.Rank || (target[axis].IsOne && !output[axis].IsOne);
        Ranks.RequireEqual(
            "loss",
            Name,
            name,
            target,
            output,
            areLabels
                ? "Use 'sparse_categorical_crossentropy' for the numbers of classes, or make them one-hot by Utils.ToCategorical."
                : null
        );
    }
}
