namespace Kerasharp.Metrics;

/// <summary>The best specificity (the share of no that are predicted as such) at thresholds where the sensitivity (the share of yes that are predicted as such) is at least a given one.</summary>
/// <remarks>Keras: <c>keras.metrics.SpecificityAtSensitivity</c>.</remarks>
/// <param name="sensitivity">What the sensitivity must be at least, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds from 0 to 1 are tried, in equal steps.</param>
/// <param name="classId">The class that alone counts, from 0; null for all.</param>
/// <param name="name">The name under which it is shown; by default <c>specificity_at_sensitivity</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">The sensitivity is not in 0..1, or there are no thresholds.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new SpecificityAtSensitivity(0.9)]);</code></example>
public sealed class SpecificityAtSensitivity(
    double sensitivity,
    int numThresholds = 200,
    int? classId = null,
    string? name = null
) : RateAtRateMetric(sensitivity, nameof(sensitivity), numThresholds, classId, name)
{
    /// <summary>What the sensitivity must be at least.</summary>
    public double Sensitivity { get; } = sensitivity;

    private protected override (double Bound, double Shown) Rates(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fn), Ratio(tn, tn + fp));
}
