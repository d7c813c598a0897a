using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What <see cref="Maximum"/> and <see cref="Minimum"/> have in common: which elements are looked at.</summary>
public abstract class ExtremeMerge : ElementwiseMerge
{
    private protected ExtremeMerge(string? name)
        : base(name) { }

    /// <summary>The greatest, or the least, of tensors.</summary>
    private protected abstract Value Extreme(ReadOnlySpan<Value> xs);

    // There is no number that changes nothing, as 1 does in a product, so each takes the other's element where it does not count.
    private protected sealed override Value Merge(Value[] xs, Value?[] masks)
    {
        if (Array.TrueForAll(masks, m => m is null))
            return Extreme(xs);
        var (found, counts) = (xs[0], masks[0]);
        for (int i = 1; i < xs.Length; i++)
        {
            var x = masks[i] is { } mask ? Op.Where(mask, xs[i], found) : xs[i];
            if (counts is not null)
                found = Op.Where(counts, found, x);
            counts = counts is not null && masks[i] is { } other ? Op.Or(counts, other) : null;
            found = Extreme([found, x]);
        }
        return found;
    }
}
