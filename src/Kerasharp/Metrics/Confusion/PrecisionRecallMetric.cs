using Kerasharp.Layers;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>The share of the true positives among them and what was taken for one wrongly, or missed.</summary>
public abstract class PrecisionRecallMetric : ConfusionMetric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    // What predictions behind the k greatest become: below every threshold.
    private const double Never = -1e10;

    private readonly Func<ConfusionCounts, SymbolicTensor> _wrong;
    private readonly Weight _truePositives;
    private readonly Weight _others;

    private protected PrecisionRecallMetric(
        string others,
        Func<ConfusionCounts, SymbolicTensor> wrong,
        double[]? thresholds,
        int? topK,
        int? classId,
        string? name
    )
        : base(name, Metrics.Thresholds.Of(thresholds, topK is null ? 0.5 : Never))
    {
        _wrong = wrong;
        Thresholds = thresholds;
        TopK = topK is { } k ? Arguments.Positive(k, nameof(topK)) : null;
        ClassId = classId is { } id ? (int)Arguments.NotNegative(id, nameof(classId)) : null;
        _truePositives = AddCounts("true_positives");
        _others = AddCounts(others);
    }

    /// <summary>What predictions must exceed to be a yes; null for 0.5, and for any number with <see cref="TopK"/>.</summary>
    public IReadOnlyList<double>? Thresholds { get; }

    /// <summary>How many of the greatest predictions of an example can be a yes; null for all.</summary>
    public int? TopK { get; }

    /// <summary>The class that alone counts; null for all.</summary>
    public int? ClassId { get; }

    /// <summary>The share; of several thresholds the mean of their shares.</summary>
    public override double Result() => Results().Average();

    /// <summary>The share at each threshold; 0 where there is nothing to take a share of.</summary>
    public override IReadOnlyList<double> Results() =>
        [.. Read(_truePositives).Zip(Read(_others), (tp, other) => Ratio(tp, tp + other))];

    private protected override (SymbolicTensor Y, SymbolicTensor P) Chosen(SymbolicTensor y, SymbolicTensor p) =>
        OfClass(ClassId, y, TopK is { } k ? Greatest(p, k) : p);

    private protected override void Count(CallContext context, ConfusionCounts counts)
    {
        Add(context, _truePositives, counts.TruePositives);
        Add(context, _others, _wrong(counts));
    }

    private SymbolicTensor Greatest(SymbolicTensor p, int k)
    {
        if (p.Rank < 2 || !p.Shape[-1].IsKnown || p.Shape[-1].Value < k)
            throw new ArgumentException(
                $"The metric '{Name}' of the {k} greatest got predictions of shape {p.Shape}; it expects (batch, ..., classes) with at least so many classes. Give a smaller topK."
            );
        var places = new SymbolicTensor(Op.TopK(p.Value, k).Indices);
        var chosen = Ops.Sum(Ops.OneHot(places, p.Shape[-1].Value), -2);
        return Ops.Where(Ops.Greater(chosen, 0), p, Ops.Constant(Never, p));
    }
}
