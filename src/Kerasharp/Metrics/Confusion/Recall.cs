namespace Kerasharp.Metrics;

/// <summary>The share of all yes that were predicted as such: tp / (tp + fn).</summary>
/// <remarks>Keras: <c>keras.metrics.Recall</c>; by name <c>recall</c>.</remarks>
/// <param name="thresholds">
/// What predictions must exceed to be a yes, from 0 to 1; null for 0.5, or with <paramref name="topK"/> for any number. Of several each
/// has a share; <see cref="Metric.Results"/> gives them all.
/// </param>
/// <param name="topK">How many of the greatest predictions of an example can be a yes; null for all.</param>
/// <param name="classId">The class that alone counts, from 0; null for all.</param>
/// <param name="name">The name under which it is shown; by default <c>recall</c>.</param>
/// <exception cref="ArgumentException">A threshold is not in 0..1, topK below 1, or classId below 0.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new Recall(), new Recall(thresholds: [0.9], name: "strict")]);</code></example>
public sealed class Recall(double[]? thresholds = null, int? topK = null, int? classId = null, string? name = null)
    : PrecisionRecallMetric("false_negatives", c => c.FalseNegatives, thresholds, topK, classId, name);
