using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>How often the right class, given by number, is among the k greatest predictions.</summary>
/// <remarks>Keras: <c>keras.metrics.SparseTopKCategoricalAccuracy</c>; by name <c>sparse_top_k_categorical_accuracy</c>.</remarks>
/// <param name="k">How many predictions count; with as many as there are classes all are right.</param>
/// <param name="fromSortedIds">Whether predictions are numbers of classes, the likeliest first, instead of scores.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", metrics: [new SparseTopKCategoricalAccuracy(k: 3)]);</code></example>
public sealed class SparseTopKCategoricalAccuracy(
    int k = 5,
    bool fromSortedIds = false,
    string name = "sparse_top_k_categorical_accuracy"
) : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>How many predictions count.</summary>
    public int K { get; } = Arguments.Positive(k, nameof(k));

    /// <summary>Whether predictions are numbers of classes, the likeliest first.</summary>
    public bool FromSortedIds { get; } = fromSortedIds;

    /// <summary>Whether each prediction is right.</summary>
    /// <param name="yTrue">Numbers of classes, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <returns>Truth values, of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var label = TopKMatches.Labels(Name, yTrue, yPred);
        if (!FromSortedIds)
            return TopKMatches.Of(Ops.Cast(label, ElementType.Int64), yPred, K);
        var first = Ops.Slice(yPred, -1, 0, Math.Min(K, yPred.Shape[-1].Value));
        var equal = Ops.Equal(Ops.ExpandDims(Ops.Cast(label, yPred.ElementType), -1), first);
        return Ops.Max(Ops.Cast(equal, ElementType.Float32), -1);
    }
}
