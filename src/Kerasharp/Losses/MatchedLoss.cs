using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>A loss whose targets have the shape of the predictions.</summary>
public abstract class MatchedLoss : Loss
{
    private protected MatchedLoss(string name, LossReduction reduction)
        : base(name, reduction) { }

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ..., n).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Of shape (batch, ...).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Require("targets", yTrue.Shape, yPred.Shape);
        return PerExampleOf(yTrue, yPred);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output) => Require(name, y.Shape, output);

    /// <summary>The loss of each example, of shapes that fit.</summary>
    private protected abstract SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>Refuses targets of another shape.</summary>
    private protected virtual void Require(string name, Shape target, Shape output) =>
        Ranks.RequireEqual("loss", Name, name, target, output);
}
