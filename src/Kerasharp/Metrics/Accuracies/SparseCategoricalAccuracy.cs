using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>How often the greatest prediction is that of the right class, given by number. Of equal ones the first counts.</summary>
/// <remarks>
/// Keras: <c>keras.metrics.SparseCategoricalAccuracy</c>; by name <c>sparse_categorical_accuracy</c>, and <c>accuracy</c> with numbers of
/// classes as targets.
/// </remarks>
/// <param name="name">The name under which it is shown.</param>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>Whether each prediction is right.</summary>
    /// <param name="yTrue">Numbers of classes, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <returns>Truth values, of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var label = yTrue.Rank == yPred.Rank && yTrue.Shape[-1].IsOne ? Ops.Squeeze(yTrue, -1) : yTrue;
        var answer = Ops.Argmax(yPred);
        if (!Ranks.MayBeEqual(label.Shape, answer.Shape))
        {
            throw new ArgumentException(
                $"The metric '{Name}' got targets of shape {yTrue.Shape} and predictions of shape {yPred.Shape}; it expects the number of a class for "
                    + $"each prediction, of shape {answer.Shape}. Reshape the targets, or use 'categorical_accuracy' for one-hot targets."
            );
        }
        return label.ElementType.IsFloat()
            ? Ops.Equal(label, Ops.Cast(answer, label.ElementType))
            : Ops.Equal(Ops.Cast(label, ElementType.Int64), answer);
    }
}
