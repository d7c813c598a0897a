using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Tensors put end to end along an axis.</summary>
/// <remarks>
/// <para>Inputs: shapes of one rank, equal along all axes but that one. Output: the same shape, along that axis the sum of sizes.</para>
/// <para>Masks are put end to end, too; what has none counts everywhere. Along the last axis a place counts where it does in one of the
/// inputs.</para>
/// <para>Keras: <c>keras.layers.Concatenate</c>.</para>
/// </remarks>
/// <example><code>var y = new Concatenate().Apply([a, b]);   // (None, 3) and (None, 5) become (None, 8)</code></example>
public sealed class Concatenate : MergingLayer
{
    /// <summary>A layer for an axis.</summary>
    /// <param name="axis">The axis along which tensors are put; negative ones count from the end. Not the batch, 0.</param>
    /// <param name="name">The layer's name; <c>concatenate</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is the batch's.</exception>
    public Concatenate(int axis = -1, string? name = null)
        : base(name) => Axis = Arguments.NotBatch(axis, nameof(axis));

    /// <summary>The axis, as it was given.</summary>
    public int Axis { get; }

    private protected override Value Merge(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<Value?> masks
    )
    {
        int axis = CheckedAxis([.. inputs.Select(i => i.Shape)]);
        var type = inputs[0].ElementType;
        bool stay = inputs.All(i => i.ElementType == type);
        return Op.Concat([.. inputs.Select(i => stay ? i.Value : i.In(context))], axis);
    }

    private protected override Value? Mask(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<Value?> masks)
    {
        if (masks.All(m => m is null))
            return null;
        int rank = inputs[0].Rank;
        bool last = Axis == -1 || Axis == rank - 1;
        // What has no mask counts everywhere, and then so does all that lies along the last axis.
        if (last && masks.Any(m => m is null))
            return null;
        var parts = inputs.Select((x, i) => Places(x.Value, masks[i])).ToArray();
        return last ? parts.Aggregate(Op.Or) : Op.Concat(parts, Axis < 0 ? Axis + rank : Axis);
    }

    /// <summary>A mask with all axes but the last.</summary>
    private static Value Places(Value x, Value? mask)
    {
        int last = x.Rank - 1;
        if (mask?.Rank == last)
            return mask;
        if (mask?.Rank > last)
            return Op.Cast(Op.ReduceMax(Op.Cast(mask, ElementType.Int32), [last]), ElementType.Bool);
        mask = mask is null
            ? x.Graph.Scalar(1, ElementType.Bool)
            : Op.Unsqueeze(mask, [.. Enumerable.Range(mask.Rank, last - mask.Rank).Select(a => (long)a)]);
        return Op.ExpandLike(mask, Op.Squeeze(Op.Slice(x, last, 0, 1), [last]));
    }

    private int CheckedAxis(Shape[] shapes)
    {
        int rank = shapes[0].Rank;
        int axis = Axis < 0 ? Axis + rank : Axis;
        if (!Array.TrueForAll(shapes, s => s.Rank == rank))
            throw Misfit(shapes, "one number of dimensions was expected", "Reshape them.");
        if (axis < 1 || axis >= rank)
            throw Misfit(shapes, $"an axis {Axis} other than the batch was expected", "Choose another axis.");
        for (int a = 0; a < rank; a++)
            if (a != axis && shapes.Select(s => s[a]).Where(d => d.IsKnown).Distinct().Count() > 1)
                throw Misfit(
                    shapes,
                    $"equal sizes were expected along all axes but {axis}, and they differ along axis {a}",
                    "Choose another axis, or reshape, pad or crop them."
                );
        return axis;
    }
}
