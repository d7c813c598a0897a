using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>Whether the right class is among the k greatest predictions.</summary>
internal static class TopKMatches
{
    /// <param name="label">The numbers of the right classes, int64, of shape (batch, ...); one that is no class is never right.</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <param name="k">How many count; equal ones of the last count, too.</param>
    /// <returns>Truth values, of shape (batch, ...).</returns>
    public static SymbolicTensor Of(SymbolicTensor label, SymbolicTensor yPred, int k)
    {
        long classes = yPred.Shape[-1].Value;
        var zero = Ops.Constant(0, label);
        var isClass = Ops.LogicalAnd(Ops.GreaterEqual(label, zero), Ops.Less(label, classes));
        var safe = Ops.ExpandDims(Ops.Where(isClass, label, zero), -1);
        var own = Ops.Squeeze(Ops.TakeAlongAxis(yPred, safe, -1), -1);
        var least = Ops.Min(new SymbolicTensor(Op.TopK(yPred.Value, Math.Min(k, classes)).Values), -1);
        return Ops.LogicalAnd(isClass, Ops.GreaterEqual(own, least));
    }

    /// <summary>Labels without a last dimension of 1, checked against the predictions without their last.</summary>
    public static SymbolicTensor Labels(string metric, SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var label = yTrue.Rank == yPred.Rank && yTrue.Shape[-1].IsOne ? Ops.Squeeze(yTrue, -1) : yTrue;
        var expected = yPred.Rank == 0 ? yPred.Shape : new Shape([.. yPred.Shape.Take(yPred.Rank - 1)]);
        if (yPred.Rank < 2 || !yPred.Shape[-1].IsKnown || !Ranks.MayBeEqual(label.Shape, expected))
            throw new ArgumentException(
                $"The metric '{metric}' got targets of shape {yTrue.Shape} and predictions of shape {yPred.Shape}; it expects predictions of a known "
                    + "number of classes (batch, ..., classes), and the number of a class for each. Reshape them, or use 'top_k_categorical_accuracy' for one-hot targets."
            );
        return label;
    }
}
