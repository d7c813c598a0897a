namespace Kerasharp.Metrics;

/// <summary>One of the four counts of predictions, at each threshold.</summary>
public abstract class ConfusionCountMetric : ConfusionMetric
{
    private readonly Weight _accumulator;
    private readonly Func<ConfusionCounts, SymbolicTensor> _pick;

    private protected ConfusionCountMetric(
        Func<ConfusionCounts, SymbolicTensor> pick,
        double[]? thresholds,
        string? name
    )
        : base(name, Metrics.Thresholds.Of(thresholds, 0.5))
    {
        _pick = pick;
        Thresholds = thresholds;
        _accumulator = AddCounts("accumulator");
    }

    /// <summary>What predictions must exceed to be a yes; null for 0.5.</summary>
    public IReadOnlyList<double>? Thresholds { get; }

    /// <summary>The count; of several thresholds the mean of their counts.</summary>
    public override double Result() => Results().Average();

    /// <summary>The count at each threshold.</summary>
    public override IReadOnlyList<double> Results() => Read(_accumulator);

    private protected override void Count(CallContext context, ConfusionCounts counts) =>
        Add(context, _accumulator, _pick(counts));
}
