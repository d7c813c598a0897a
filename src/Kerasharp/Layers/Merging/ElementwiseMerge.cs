using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// A layer that puts tensors together element by element. Shapes broadcast; a tensor of fewer dimensions gets axes of 1 behind its batch.
/// </summary>
public abstract class ElementwiseMerge : MergingLayer
{
    private protected ElementwiseMerge(string? name)
        : base(name) { }

    /// <summary>The one tensor of tensors of one rank and type.</summary>
    /// <param name="xs">The tensors.</param>
    /// <param name="masks">For each a mask that broadcasts against it, or null.</param>
    private protected abstract Value Merge(Value[] xs, Value?[] masks);

    private protected sealed override Value Merge(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<Value?> masks
    )
    {
        CheckShapes([.. inputs.Select(i => i.Shape)]);
        int rank = inputs.Max(i => i.Rank);
        var xs = InOneType(context, inputs).Select(x => Align(x, rank)).ToArray();
        // As in Keras, masks do not reach the elements of tensors that had to be brought to one rank.
        bool aligned = inputs.All(i => i.Rank == rank);
        return Merge(xs, [.. masks.Select(m => aligned && m is not null ? Widen(m, rank) : null)]);
    }

    private protected override Value? Mask(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<Value?> masks)
    {
        if (masks.Any(m => m is null))
            return null;
        int rank = masks.Max(m => m!.Rank);
        return masks.Select(m => Align(m!, rank)).Aggregate(Op.Or);
    }

    /// <summary>Axes of 1 behind the batch, until there are so many.</summary>
    private static Value Align(Value x, int rank) =>
        x.Rank == rank ? x : Op.Unsqueeze(x, [.. Enumerable.Range(1, rank - x.Rank).Select(a => (long)a)]);

    /// <summary>Axes of 1 at the end, until there are so many.</summary>
    private static Value Widen(Value mask, int rank) =>
        mask.Rank >= rank
            ? mask
            : Op.Unsqueeze(mask, [.. Enumerable.Range(mask.Rank, rank - mask.Rank).Select(a => (long)a)]);

    private void CheckShapes(Shape[] shapes)
    {
        if (Array.Exists(shapes, s => s.Rank == 0))
            throw Misfit(shapes, "each must have at least the batch's dimension", "Reshape them.");
        var batches = shapes.Select(s => s[0]).Where(d => d.IsKnown).Distinct();
        if (batches.Count() > 1)
            throw Misfit(shapes, "one number of examples was expected", "Give as many of each.");
        int rank = shapes.Max(s => s.Rank);
        for (int fromEnd = 1; fromEnd < rank; fromEnd++)
        {
            var sizes = shapes.Where(s => fromEnd < s.Rank).Select(s => s[s.Rank - fromEnd]);
            if (sizes.Where(d => d.IsKnown && !d.IsOne).Distinct().Count() > 1)
                throw Misfit(
                    shapes,
                    $"along axis {-fromEnd} equal sizes, or 1, were expected",
                    "Reshape them, or give them one size by a layer before."
                );
        }
    }
}
