using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>How often the greatest prediction is that of the right class, given one-hot. Of equal ones the first counts.</summary>
/// <remarks>Keras: <c>keras.metrics.CategoricalAccuracy</c>; by name <c>categorical_accuracy</c>, and <c>accuracy</c> with one-hot targets.</remarks>
/// <param name="name">The name under which it is shown.</param>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>Whether each prediction is right.</summary>
    /// <param name="yTrue">Shares of the classes, of shape (batch, ..., classes).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Truth values, of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        Ranks.RequireEqual("metric", Name, "targets", yTrue.Shape, yPred.Shape);
        return Ops.Equal(Ops.Argmax(Ops.Cast(yTrue, yPred.ElementType)), Ops.Argmax(yPred));
    }
}
