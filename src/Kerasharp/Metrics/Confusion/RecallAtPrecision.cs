namespace Kerasharp.Metrics;

/// <summary>The best recall (the share of yes that are predicted as such) at thresholds where the precision (the share of the right ones among predictions of yes) is at least a given one.</summary>
/// <remarks>Keras: <c>keras.metrics.RecallAtPrecision</c>.</remarks>
/// <param name="precision">What the precision must be at least, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds from 0 to 1 are tried, in equal steps.</param>
/// <param name="classId">The class that alone counts, from 0; null for all.</param>
/// <param name="name">The name under which it is shown; by default <c>recall_at_precision</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">The precision is not in 0..1, or there are no thresholds.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new RecallAtPrecision(0.9)]);</code></example>
public sealed class RecallAtPrecision(
    double precision,
    int numThresholds = 200,
    int? classId = null,
    string? name = null
) : RateAtRateMetric(precision, nameof(precision), numThresholds, classId, name)
{
    /// <summary>What the precision must be at least.</summary>
    public double Precision { get; } = precision;

    private protected override (double Bound, double Shown) Rates(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fp), Ratio(tp, tp + fn));
}
