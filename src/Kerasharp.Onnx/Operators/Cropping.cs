using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Values brought to a size by cutting off, or padding with zeros, on both sides alike.</summary>
internal static class Cropping
{
    public static Operator[] Operators { get; } =
    [
        Define.Composed(
            "CenterCropPad",
            n => [n.Input(0).Type with { Shape = SizedShape(n) }],
            n => [ByPads(n)],
            since: 18
        ),
    ];

    private static int[] Axes(Node n)
    {
        int rank = n.Input(0).Rank;
        return n.Attributes.Ints("axes") is { } axes ? Shapes.Axes(n, axes, rank) : Enumerable.Range(0, rank).ToArray();
    }

    private static Shape SizedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        int[] axes = Axes(n);
        var sizes = Shapes.Elements(n, 1);
        if (sizes.Length != axes.Length)
            throw new GraphException(
                $"{n} got {sizes.Length} sizes for {axes.Length} axes of {shape}; give one for each."
            );
        var dims = shape.ToDims();
        for (int i = 0; i < axes.Length; i++)
            dims[axes[i]] = sizes[i].ToDim();
        return new Shape(dims);
    }

    /// <summary>One Pad, whose widths are negative where it cuts off; where the difference is odd the end gets the greater part.</summary>
    private static Value ByPads(Node n)
    {
        var x = n.Input(0);
        int[] axes = Axes(n);
        var given = Op.Cast(n.Input(1), ElementType.Int64);
        var sizes = Op.ShapeOf(x);
        var aims = new Value[x.Rank];
        for (int i = 0; i < aims.Length; i++)
        {
            int place = Array.IndexOf(axes, i);
            aims[i] = place < 0 ? Op.Slice(sizes, 0, i, i + 1) : Op.Slice(given, 0, place, place + 1);
        }
        var change = Op.Concat(aims, 0) - sizes;
        var before = Op.Div(change, change.Like(2));
        return x.Graph.Emit("Pad", x, Op.Concat([before, change - before], 0));
    }
}

public static partial class Op
{
    /// <summary>x brought to sizes along axes (all unless told), its middle kept: cut off or padded with zeros at both ends alike.</summary>
    public static Value CenterCropPad(Value x, long[] sizes, int[]? axes = null) =>
        x.Graph.Emit("CenterCropPad", new Attributes { { "axes", axes } }, x, x.Graph.Ints(sizes));
}
