using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>
/// What metrics share that count right and wrong predictions of yes and no at thresholds. Targets are yes where they are not 0. What a
/// mask of the predictions leaves out does not count (in Keras it does).
/// </summary>
public abstract class ConfusionMetric : Metric
{
    private protected ConfusionMetric(string? name, Thresholds levels)
        : base(name) => Levels = levels;

    private protected Thresholds Levels { get; }

    /// <summary>Whether labels are counted each by itself.</summary>
    private protected virtual bool ByLabel => false;

    /// <inheritdoc/>
    public sealed override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        sampleWeight = PlaceWeights(context, yPred, sampleWeight);
        if (yPred.ElementType != ElementType.Float64)
            yPred = Ops.Cast(yPred, ElementType.Float32);
        var (y, p) = Ranks.Match(yTrue, yPred);
        Ranks.RequireEqual("metric", Name, "targets", y.Shape, p.Shape);
        y = Ops.Cast(y, ElementType.Float64);
        (y, p) = Chosen(y, p);
        var positive = Ops.Cast(Ops.NotEqual(y, Ops.Constant(0, y)), ElementType.Float64);
        var negative = 1 - positive;
        var weight = BroadcastWeights.Merge(positive, sampleWeight, null, LossReduction.Sum);
        foreach (var factor in new[] { weight, LabelWeight(positive) })
            if (factor is not null)
                (positive, negative) = (positive * factor, negative * factor);
        if (!ByLabel)
            (positive, negative, p) = (Column(positive), Column(negative), Column(p));
        Count(context, ConfusionCounts.Of(Levels, positive, negative, p));
    }

    /// <summary>Targets and predictions of which the metric is.</summary>
    private protected virtual (SymbolicTensor Y, SymbolicTensor P) Chosen(SymbolicTensor y, SymbolicTensor p) => (y, p);

    /// <summary>What each label weighs, of a shape that broadcasts to the targets'; null where all weigh the same.</summary>
    private protected virtual SymbolicTensor? LabelWeight(SymbolicTensor y) => null;

    /// <summary>Adds a batch's counts to the variables.</summary>
    private protected abstract void Count(CallContext context, ConfusionCounts counts);

    /// <summary>A variable with a number for each threshold.</summary>
    private protected Weight AddCounts(string name) => AddVariable(name, Levels.Count);

    /// <summary>Adds counts to a variable of <see cref="AddCounts"/>.</summary>
    private protected void Add(CallContext context, Weight variable, SymbolicTensor counts) =>
        AddTo(context, variable, Ops.Reshape(counts, variable.Shape.ToArray()));

    /// <summary>The part of one class, its axis kept.</summary>
    private protected (SymbolicTensor Y, SymbolicTensor P) OfClass(int? id, SymbolicTensor y, SymbolicTensor p)
    {
        if (id is not { } own)
            return (y, p);
        if (p.Rank < 2 || (p.Shape[-1].IsKnown && own >= p.Shape[-1].Value))
            throw new ArgumentException(
                $"The metric '{Name}' of class {own} got predictions of shape {p.Shape}; it expects (batch, ..., classes) with that class among them. Count classes from 0."
            );
        return (Ops.Slice(y, -1, own, own + 1L), Ops.Slice(p, -1, own, own + 1L));
    }

    /// <summary>a / b, and 0 where b is 0.</summary>
    private protected static double Ratio(double a, double b) => b == 0 ? 0 : a / b;

    private static SymbolicTensor Column(SymbolicTensor x) => Ops.Reshape(x, -1, 1);
}
