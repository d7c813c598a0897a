using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What attention layers do with scores (..., queries, keys), in one form.</summary>
internal static class Scores
{
    // What Keras adds where a key does not count; of float16, what it can hold.
    private const double Nothing = -1e9;
    private const double NothingInHalf = -3e4;

    /// <summary>
    /// The softmax over the keys, of which those that a mask leaves out get 0. The mask is added as a number, which the gradient passes by:
    /// all that is kept for it is the softmax.
    /// </summary>
    /// <param name="scores">Scores (..., queries, keys).</param>
    /// <param name="mask">True where a query attends to a key; it broadcasts. Null where all do.</param>
    public static Value Softmax(Value scores, Value? mask) => Op.Softmax(mask is null ? scores : Masked(scores, mask));

    /// <summary>The scores, far below all others where the mask leaves them out.</summary>
    public static Value Masked(Value scores, Value mask)
    {
        double nothing = scores.ElementType == ElementType.Float16 ? NothingInHalf : Nothing;
        return scores + Op.Where(mask, scores.Like(0), scores.Like(nothing));
    }

    /// <summary>Scores to weigh values by: while training with a part of them dropped.</summary>
    public static Value Dropped(CallContext context, Value weights, double rate, int? seed) =>
        context.Training && rate > 0 ? context.Drop(weights, rate, seed, again: true) : weights;

    /// <summary>(queries, keys): true where the key is not behind the query.</summary>
    public static Value Causal(Value queries, int queryAxis, Value keys, int keyAxis)
    {
        var (rows, columns) = Places(queries, queryAxis, keys, keyAxis);
        return Op.GreaterOrEqual(rows, columns);
    }

    /// <summary>(queries, keys): true where they are less than a number of places apart.</summary>
    public static Value Near(Value queries, int queryAxis, Value keys, int keyAxis, long window)
    {
        var (rows, columns) = Places(queries, queryAxis, keys, keyAxis);
        return Op.Less(Op.Abs(rows - columns), rows.Like(window));
    }

    /// <summary>Both where there are two; the one that there is; null where there is none.</summary>
    public static Value? Both(Value? a, Value? b) =>
        a is null ? b
        : b is null || ReferenceEquals(a, b) ? a
        : Op.And(a, b);

    /// <summary>A mask as truth values.</summary>
    public static Value Truth(SymbolicTensor mask) => Op.Cast(mask.Value, ElementType.Bool);

    /// <summary>The numbers 0, 1, 2, ... to the size of an axis, as int64.</summary>
    public static Value Count(Value x, int axis)
    {
        var size = Op.SizeOf(x, axis, ElementType.Int64);
        return Op.Range(size.Like(0), size, size.Like(1));
    }

    private static (Value Rows, Value Columns) Places(Value queries, int queryAxis, Value keys, int keyAxis) =>
        (Op.Unsqueeze(Count(queries, queryAxis), [1]), Op.Unsqueeze(Count(keys, keyAxis), [0]));
}
