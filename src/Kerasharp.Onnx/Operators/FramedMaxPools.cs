using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Max pooling with its padding put around the input, for padding as wide as the kernel, which comes of dilations.</summary>
internal static class FramedMaxPools
{
    /// <summary>The greatest elements and their places, as MaxPool gives them.</summary>
    public static Value[] Compose(Node n)
    {
        var x = n.Input(0);
        if (!x.Shape.Skip(2).All(d => d.IsKnown))
            throw new GraphException(
                $"{n} got {x.Shape} and padding as wide as its kernel; with that, the sizes must be known beforehand. Give them as numbers."
            );
        var window = WindowAttributes.OfPool(n);
        int rank = window.Rank;
        // As far as the last windows reach, too.
        long[] pads = WindowSums.Pads(n);
        var attributes = n.Attributes.Clone();
        foreach (string name in new[] { "pads", "auto_pad", "storage_order", "ceil_mode" })
            attributes.Remove(name);
        long[] border = [0, 0, .. pads.AsSpan(0, rank), 0, 0, .. pads.AsSpan(rank)];
        var framed = Op.Pad(x, border, Lowest(x.ElementType));
        var pooling = n.Graph.Add("", "MaxPool", [framed], attributes);

        // The places are counted over the frame too: taken apart into positions, and put together without it.
        var rest = pooling.Outputs[1];
        var plane = Next(Unfolding.Places(framed.Shape)) * Unfolding.Places(x.Shape);
        var (places, inside) = (plane, (Value?)null);
        for (int i = 0; i < rank; i++)
        {
            var at = Next(Step(framed.Shape, i, rowByRow: true)) - pads[i];
            long size = x.Shape[i + 2].Value;
            var within = Op.And(Op.GreaterOrEqual(at, at.Like(0)), Op.Less(at, at.Like(size)));
            inside = inside is null ? within : Op.And(inside, within);
            places += at * Step(x.Shape, i, rowByRow: n.Attributes.Int("storage_order") == 0);
        }
        return [pooling.Output, Op.Where(inside!, places, plane - 1)];

        Value Next(long step)
        {
            var whole = rest / step;
            rest -= whole * step;
            return whole;
        }
    }

    /// <summary>From one place to the next along an axis, in elements.</summary>
    private static long Step(Shape shape, int axis, bool rowByRow) =>
        (rowByRow ? shape.Skip(axis + 3) : shape.Skip(2).Take(axis)).Aggregate(1L, (product, d) => product * d.Value);

    /// <summary>What the runtime gives for a window that sees nothing.</summary>
    private static double Lowest(ElementType type) =>
        type switch
        {
            ElementType.Float64 => double.MinValue,
            ElementType.Float16 => (double)Half.MinValue,
            ElementType.Int8 => sbyte.MinValue,
            ElementType.UInt8 => 0,
            _ => float.MinValue,
        };
}
