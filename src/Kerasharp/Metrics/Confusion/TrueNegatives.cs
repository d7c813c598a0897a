namespace Kerasharp.Metrics;

/// <summary>How many predictions of no that are a no: the sum of their weights.</summary>
/// <remarks>Keras: <c>keras.metrics.TrueNegatives</c>; by name <c>true_negatives</c>.</remarks>
/// <param name="thresholds">What predictions must exceed to be a yes, from 0 to 1; null for 0.5. Of several each has a count.</param>
/// <param name="name">The name under which it is shown; by default <c>true_negatives</c>.</param>
/// <exception cref="ArgumentException">A threshold is not in 0..1.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new TrueNegatives(thresholds: [0.3])]);</code></example>
public sealed class TrueNegatives(double[]? thresholds = null, string? name = null)
    : ConfusionCountMetric(c => c.TrueNegatives, thresholds, name);
