using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>The mean over all examples of a formula of targets and predictions that have one shape and type.</summary>
public abstract class FormulaMetric : MeanMetric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => false;

    /// <summary>Keras's epsilon, which keeps divisors and logarithms away from 0.</summary>
    private protected const double Epsilon = 1e-7;

    private protected FormulaMetric(string name)
        : base(name) { }

    /// <summary>The formula's values.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ...).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Of shape (batch, ...), the last axis taken together where the formula says so.</returns>
    protected sealed override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var (y, p) = Ranks.Match(yTrue, yPred);
        Ranks.RequireEqual("metric", Name, "targets", y.Shape, p.Shape);
        return Formula(Ops.Cast(y, p.ElementType), p);
    }

    private protected abstract SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p);

    /// <summary>The mean over the last axis, unless that is the batch's.</summary>
    private protected static SymbolicTensor MeanOfLast(SymbolicTensor x) => x.Rank == 1 ? x : Ops.Mean(x, -1);

    private protected static SymbolicTensor Double(SymbolicTensor x) => Ops.Cast(x, ElementType.Float64);
}
