namespace Kerasharp.Metrics;

/// <summary>The best precision (the share of the right ones among predictions of yes) at thresholds where the recall (the share of yes that are predicted as such) is at least a given one.</summary>
/// <remarks>Keras: <c>keras.metrics.PrecisionAtRecall</c>.</remarks>
/// <param name="recall">What the recall must be at least, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds from 0 to 1 are tried, in equal steps.</param>
/// <param name="classId">The class that alone counts, from 0; null for all.</param>
/// <param name="name">The name under which it is shown; by default <c>precision_at_recall</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">The recall is not in 0..1, or there are no thresholds.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new PrecisionAtRecall(0.9)]);</code></example>
public sealed class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null, string? name = null)
    : RateAtRateMetric(recall, nameof(recall), numThresholds, classId, name)
{
    /// <summary>What the recall must be at least.</summary>
    public double Recall { get; } = recall;

    private protected override (double Bound, double Shown) Rates(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fn), Ratio(tp, tp + fp));
}
