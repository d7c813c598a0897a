using Kerasharp.Layers;

namespace Kerasharp.Metrics;

/// <summary>The best of one rate over all thresholds at which another rate is at least a given one.</summary>
public abstract class RateAtRateMetric : ConfusionMetric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private readonly double _bound;
    private readonly Weight[] _counts;

    private protected RateAtRateMetric(double bound, string argument, int numThresholds, int? classId, string? name)
        : base(name, Thresholds.Even(numThresholds, nameof(numThresholds)))
    {
        _bound = bound is >= 0 and <= 1
            ? bound
            : throw new ArgumentOutOfRangeException(
                argument,
                FormattableString.Invariant(
                    $"{argument} of {bound} came; a share from 0 to 1 was expected. Give one, such as 0.9."
                )
            );
        NumThresholds = numThresholds;
        ClassId = classId is { } id ? (int)Arguments.NotNegative(id, nameof(classId)) : null;
        _counts =
        [
            AddCounts("true_positives"),
            AddCounts("false_positives"),
            AddCounts("true_negatives"),
            AddCounts("false_negatives"),
        ];
    }

    /// <summary>How many thresholds from 0 to 1 are tried, in equal steps.</summary>
    public int NumThresholds { get; }

    /// <summary>The class that alone counts; null for all.</summary>
    public int? ClassId { get; }

    /// <summary>The best rate; 0 where no threshold fulfils the condition.</summary>
    public override double Result()
    {
        double[][] counts = Array.ConvertAll(_counts, Read);
        double best = 0;
        for (int i = 0; i < Levels.Count; i++)
        {
            var (bound, shown) = Rates(counts[0][i], counts[1][i], counts[2][i], counts[3][i]);
            if (bound >= _bound)
                best = Math.Max(best, shown);
        }
        return best;
    }

    /// <summary>The rate that must be kept, and the one that is shown.</summary>
    private protected abstract (double Bound, double Shown) Rates(double tp, double fp, double tn, double fn);

    private protected override (SymbolicTensor Y, SymbolicTensor P) Chosen(SymbolicTensor y, SymbolicTensor p) =>
        OfClass(ClassId, y, p);

    private protected override void Count(CallContext context, ConfusionCounts counts)
    {
        Add(context, _counts[0], counts.TruePositives);
        Add(context, _counts[1], counts.FalsePositives);
        Add(context, _counts[2], counts.TrueNegatives);
        Add(context, _counts[3], counts.FalseNegatives);
    }
}
