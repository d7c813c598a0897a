using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>How often a prediction is on the right side of a threshold: 1 above it, 0 otherwise.</summary>
/// <remarks>Keras: <c>keras.metrics.BinaryAccuracy</c>; by name <c>binary_accuracy</c>, and <c>accuracy</c> where the output has one column.</remarks>
/// <param name="threshold">Predictions above it count as 1; logits want 0.</param>
/// <param name="name">The name under which it is shown.</param>
public sealed class BinaryAccuracy(double threshold = 0.5, string name = "binary_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>What predictions must exceed to count as 1.</summary>
    public double Threshold { get; } = threshold;

    /// <summary>Whether each prediction is right.</summary>
    /// <param name="yTrue">0 or 1, of shape (batch, ...).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Truth values, of that shape.</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var (target, prediction) = Ranks.Match(yTrue, yPred);
        Ranks.RequireEqual("metric", Name, "targets", target.Shape, prediction.Shape);
        var answer = Ops.Cast(Ops.Greater(prediction, Threshold), prediction.ElementType);
        return Ops.Equal(Ops.Cast(target, prediction.ElementType), answer);
    }
}
