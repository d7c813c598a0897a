namespace Kerasharp.Metrics;

/// <summary>How many predictions of yes that are a no: the sum of their weights.</summary>
/// <remarks>Keras: <c>keras.metrics.FalsePositives</c>; by name <c>false_positives</c>.</remarks>
/// <param name="thresholds">What predictions must exceed to be a yes, from 0 to 1; null for 0.5. Of several each has a count.</param>
/// <param name="name">The name under which it is shown; by default <c>false_positives</c>.</param>
/// <exception cref="ArgumentException">A threshold is not in 0..1.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new FalsePositives(thresholds: [0.3])]);</code></example>
public sealed class FalsePositives(double[]? thresholds = null, string? name = null)
    : ConfusionCountMetric(c => c.FalsePositives, thresholds, name);
