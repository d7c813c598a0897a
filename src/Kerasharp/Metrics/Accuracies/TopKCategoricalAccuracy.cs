using Kerasharp.Layers;
using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>How often the right class, given one-hot, is among the k greatest predictions.</summary>
/// <remarks>Keras: <c>keras.metrics.TopKCategoricalAccuracy</c>; by name <c>top_k_categorical_accuracy</c>.</remarks>
/// <param name="k">How many predictions count; with as many as there are classes all are right.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
/// <example><code>model.Compile("adam", "categorical_crossentropy", metrics: [new TopKCategoricalAccuracy(k: 3)]);</code></example>
public sealed class TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>How many predictions count.</summary>
    public int K { get; } = Arguments.Positive(k, nameof(k));

    /// <summary>Whether each prediction is right.</summary>
    /// <param name="yTrue">Shares of the classes, of shape (batch, ..., classes).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Truth values, of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        Ranks.RequireEqual("metric", Name, "targets", yTrue.Shape, yPred.Shape);
        var label = Ops.Argmax(Ops.Cast(yTrue, yPred.ElementType));
        return TopKMatches.Of(TopKMatches.Labels(Name, label, yPred), yPred, K);
    }
}
