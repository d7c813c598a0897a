using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>Keras's <c>squeeze_or_expand_to_same_rank</c>, and the check that belongs behind it.</summary>
internal static class Ranks
{
    /// <summary>Gives two tensors the same rank where they differ by a last dimension of 1: (n,) against (n, 1) becomes (n, 1).</summary>
    public static (SymbolicTensor A, SymbolicTensor B) Match(SymbolicTensor a, SymbolicTensor b)
    {
        if (a.Rank == b.Rank + 1 && a.Shape[-1].IsOne)
            return b.Rank == 1 ? (a, Ops.ExpandDims(b, -1)) : (Ops.Squeeze(a, -1), b);
        if (b.Rank == a.Rank + 1 && b.Shape[-1].IsOne)
            return a.Rank == 1 ? (Ops.ExpandDims(a, -1), b) : (a, Ops.Squeeze(b, -1));
        return (a, b);
    }

    /// <summary>The same on shapes.</summary>
    public static (Shape A, Shape B) Match(Shape a, Shape b)
    {
        if (a.Rank == b.Rank + 1 && a[-1].IsOne)
            return b.Rank == 1 ? (a, new Shape([.. b, 1])) : (new Shape([.. a.Take(b.Rank)]), b);
        if (b.Rank == a.Rank + 1 && b[-1].IsOne)
            return a.Rank == 1 ? (new Shape([.. a, 1]), b) : (a, new Shape([.. b.Take(a.Rank)]));
        return (a, b);
    }

    /// <summary>Whether two shapes may be the same, once the symbols have numbers.</summary>
    public static bool MayBeEqual(Shape a, Shape b)
    {
        if (a.Rank != b.Rank)
            return false;
        for (int i = 0; i < a.Rank; i++)
            if (a[i].IsKnown && b[i].IsKnown && a[i] != b[i])
                return false;
        return true;
    }

    /// <summary>Whether a shape may broadcast to another of the same rank, once the symbols have numbers.</summary>
    public static bool MayBroadcast(Shape shape, Shape to)
    {
        for (int i = 0; i < shape.Rank; i++)
            if (shape[i].IsKnown && !shape[i].IsOne && to[i].IsKnown && shape[i] != to[i])
                return false;
        return shape.Rank == to.Rank;
    }

    /// <summary>Refuses targets that would not get the shape of the predictions.</summary>
    /// <param name="kind">Who refuses: a loss or a metric.</param>
    /// <param name="owner">Its name.</param>
    /// <param name="name">What the targets are called.</param>
    /// <param name="target">Their shape.</param>
    /// <param name="output">The predictions' shape.</param>
    /// <param name="advice">How to mend it, where more is known than that the shapes differ.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void RequireEqual(
        string kind,
        string owner,
        string name,
        Shape target,
        Shape output,
        string? advice = null
    )
    {
        var (a, b) = Match(target, output);
        if (MayBeEqual(a, b))
            return;
        throw new ArgumentException(
            $"The {kind} '{owner}' got {name} of shape {target} and predictions of shape {output}; it expects one target for each prediction. "
                + (advice ?? "Reshape the targets, or give the last layer as many units as a target has numbers.")
        );
    }
}
