using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Losses;

/// <summary>Weights and masks of examples, made into one weight that broadcasts against values.</summary>
internal static class BroadcastWeights
{
    private const string Mask = "a mask";

    /// <summary>A weight of the values' type and rank for each value; null where all count the same.</summary>
    public static SymbolicTensor? Merge(
        SymbolicTensor values,
        SymbolicTensor? sampleWeight,
        SymbolicTensor? mask,
        LossReduction reduction
    )
    {
        var weight = sampleWeight is null
            ? null
            : Fit(Ops.Cast(sampleWeight, values.ElementType), values, "sample weights");
        if (mask is null)
            return weight;
        var shown = Fit(Ops.Cast(mask, values.ElementType), values, Mask);
        // A mean over all places has to become one over those that count.
        if (reduction is LossReduction.Mean or LossReduction.SumOverBatchSize)
            shown = DivideOrZero(shown, Ops.Mean(shown));
        return weight is null ? shown : weight * shown;
    }

    /// <summary>The places that two masks show, in the values' rank.</summary>
    public static SymbolicTensor Both(SymbolicTensor values, SymbolicTensor a, SymbolicTensor b) =>
        Ops.LogicalAnd(
            Ops.Cast(Fit(Ops.Cast(a, values.ElementType), values, Mask), ElementType.Bool),
            Ops.Cast(Fit(Ops.Cast(b, values.ElementType), values, Mask), ElementType.Bool)
        );

    /// <summary>Weights of places that a mask shows, as float64; null where all count the same.</summary>
    public static SymbolicTensor? Product(SymbolicTensor? sampleWeight, SymbolicTensor? mask)
    {
        var weight = sampleWeight is null ? null : Ops.Cast(sampleWeight, ElementType.Float64);
        if (mask is null)
            return weight;
        var shown = Ops.Cast(mask, ElementType.Float64);
        if (weight is null)
            return shown;
        return weight.Rank > shown.Rank
            ? weight * Fit(shown, weight, Mask)
            : shown * Fit(weight, shown, "sample weights");
    }

    /// <summary>a / b, and 0 where b is 0.</summary>
    public static SymbolicTensor DivideOrZero(SymbolicTensor a, SymbolicTensor b)
    {
        var zero = Ops.Constant(0, b);
        var isZero = Ops.Equal(b, zero);
        return Ops.Where(isZero, zero, a / Ops.Where(isZero, Ops.Constant(1, b), b));
    }

    /// <summary>
    /// Brings weights to the values' rank. Weights of fewer dimensions belong to the values' first ones: one for each example of a
    /// sequence counts for all its steps. A value of several places, as CTC's of a sequence, counts where a mask shows one of them.
    /// </summary>
    private static SymbolicTensor Fit(SymbolicTensor weight, SymbolicTensor values, string what)
    {
        var given = weight.Shape;
        while (weight.Rank > values.Rank && weight.Shape[-1].IsOne)
            weight = Ops.Squeeze(weight, -1);
        if (weight.Rank > values.Rank && values.Rank > 0 && what == Mask)
            weight = new SymbolicTensor(
                Op.ReduceMax(
                    weight.Value,
                    [.. Enumerable.Range(values.Rank, weight.Rank - values.Rank).Select(i => (long)i)],
                    keepDims: false
                )
            );
        if (weight.Rank < values.Rank)
            weight = new SymbolicTensor(
                Op.Unsqueeze(
                    weight.Value,
                    [.. Enumerable.Range(weight.Rank, values.Rank - weight.Rank).Select(i => (long)i)]
                )
            );
        return weight.Rank == values.Rank && Ranks.MayBroadcast(weight.Shape, values.Shape)
            ? weight
            : throw new ArgumentException(
                $"Came {what} of shape {given} for values of shape {values.Shape}; "
                    + "one for each example (batch,), or one for each value, was expected. Reshape them."
            );
    }
}
