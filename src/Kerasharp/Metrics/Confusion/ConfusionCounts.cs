using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Metrics;

/// <summary>
/// How many of a batch's predictions are a yes at each threshold, apart by what is true; float64, of shape (thresholds, labels), or
/// (1, labels) where the threshold does not matter.
/// </summary>
internal sealed record ConfusionCounts(
    SymbolicTensor TruePositives,
    SymbolicTensor FalsePositives,
    SymbolicTensor Positives,
    SymbolicTensor Negatives
)
{
    public SymbolicTensor TrueNegatives => Negatives - FalsePositives;

    public SymbolicTensor FalseNegatives => Positives - TruePositives;

    /// <param name="thresholds">The thresholds.</param>
    /// <param name="positive">What each example weighs where yes is true, and 0 elsewhere: float64, of shape (n, labels).</param>
    /// <param name="negative">What each example weighs where no is true, and 0 elsewhere.</param>
    /// <param name="prediction">From 0 to 1, of that shape.</param>
    public static ConfusionCounts Of(
        Thresholds thresholds,
        SymbolicTensor positive,
        SymbolicTensor negative,
        SymbolicTensor prediction
    )
    {
        Func<SymbolicTensor, (SymbolicTensor Above, SymbolicTensor All)> count = thresholds.AreEven
            ? InBuckets(thresholds, prediction)
            : ByComparing(thresholds, prediction);
        var (truePositives, positives) = count(positive);
        var (falsePositives, negatives) = count(negative);
        return new(truePositives, falsePositives, positives, negatives);
    }

    private static Func<SymbolicTensor, (SymbolicTensor, SymbolicTensor)> ByComparing(
        Thresholds thresholds,
        SymbolicTensor prediction
    )
    {
        var graph = prediction.Value.Graph;
        var levels = ConstantTensor.Of<double>([.. thresholds.Values], thresholds.Count, 1, 1);
        // In the predictions' own type: 0.1 is not above 0.1.
        var level = new SymbolicTensor(Op.Cast(graph.Constant(levels), prediction.ElementType));
        var isAbove = Ops.Greater(Ops.ExpandDims(prediction, 0), level);
        var above = Ops.Cast(isAbove, ElementType.Float64);
        return weights => (Ops.Sum(above * Ops.ExpandDims(weights, 0), 1), Ops.Sum(weights, 0, keepDims: true));
    }

    // Each prediction falls into the bucket between two thresholds; those above a threshold are in the buckets behind it. So the memory
    // is that of the predictions, however many thresholds there are.
    private static Func<SymbolicTensor, (SymbolicTensor, SymbolicTensor)> InBuckets(
        Thresholds thresholds,
        SymbolicTensor prediction
    )
    {
        int count = thresholds.Count;
        // The comparison makes what is not a number a 0.
        var isAbove = Ops.Greater(prediction, 0);
        var bounded = Ops.Minimum(Ops.Where(isAbove, prediction, Ops.Constant(0, prediction)), 1);
        var place = new SymbolicTensor(Op.Ceil((bounded * (count - 1)).Value));
        if (thresholds.HaveMargins)
            place = Ops.Maximum(place, 1);
        var bucket = Op.Cast(place.Value, ElementType.Int64);
        var zeros = ConstantTensor.Filled(0, ElementType.Float64, [count + 1, prediction.Shape[1].Value]);
        return weights =>
        {
            var buckets = Op.ScatterElements(bucket.Graph.Constant(zeros), bucket, weights.Value, 0, "add");
            var sums = new SymbolicTensor(Op.CumSum(buckets, 0, reverse: true));
            return (Ops.Slice(sums, 0, 1, count + 1), Ops.Slice(sums, 0, 0, 1));
        };
    }
}
