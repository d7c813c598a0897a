namespace Kerasharp.Metrics;

/// <summary>The best sensitivity (the share of yes that are predicted as such) at thresholds where the specificity (the share of no that are predicted as such) is at least a given one.</summary>
/// <remarks>Keras: <c>keras.metrics.SensitivityAtSpecificity</c>.</remarks>
/// <param name="specificity">What the specificity must be at least, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds from 0 to 1 are tried, in equal steps.</param>
/// <param name="classId">The class that alone counts, from 0; null for all.</param>
/// <param name="name">The name under which it is shown; by default <c>sensitivity_at_specificity</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">The specificity is not in 0..1, or there are no thresholds.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new SensitivityAtSpecificity(0.9)]);</code></example>
public sealed class SensitivityAtSpecificity(
    double specificity,
    int numThresholds = 200,
    int? classId = null,
    string? name = null
) : RateAtRateMetric(specificity, nameof(specificity), numThresholds, classId, name)
{
    /// <summary>What the specificity must be at least.</summary>
    public double Specificity { get; } = specificity;

    private protected override (double Bound, double Shown) Rates(double tp, double fp, double tn, double fn) =>
        (Ratio(tn, tn + fp), Ratio(tp, tp + fn));
}
