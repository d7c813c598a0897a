using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>MaxPool over squares side by side, which gives the chosen places as bytes, and its gradient by those.</summary>
internal static class PlacedMaxPools
{
    private const int Off = 4;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "PlacedMaxPool",
            Domain = OperatorTable.KernelDomain,
            EveryOutput = true,
            Infer = Infer,
            Gradient = (n, dy) => [dy[0] is null ? null : Gradient(dy[0]!, n.Outputs[1], n.Input(0).Shape)],
            Decompose = Write,
        },
        new Operator
        {
            Name = "PlacedMaxPoolGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = InferGradient,
            Gradient = (n, dz) => ReverseSweep.Through(n, WriteGradient, dz),
            Decompose = WriteGradient,
        },
    ];

    /// <summary>Whether the windows of a MaxPool, or of its gradient, are those of our kernel.</summary>
    public static bool Fits(Node n)
    {
        if (n.Input(0) is not { ElementType: ElementType.Float32, Rank: 4, Shape.IsStatic: true } x)
            return false;
        var window = WindowAttributes.OfPool(n);
        return Array.TrueForAll(window.Kernel, k => k == 2)
            && Array.TrueForAll(window.Strides, s => s == 2)
            && Array.TrueForAll(window.Dilations, d => d == 1)
            && Array.TrueForAll(window.Pads, p => p == 0)
            && window.Mode is "NOTSET" or "VALID"
            && !(window.Ceil && (x.Shape[2].Value % 2 == 1 || x.Shape[3].Value % 2 == 1));
    }

    /// <summary>The pooling, with the Relu behind it or not: its result and the places.</summary>
    public static Node Pool(Value x, bool relu) =>
        x.Graph.Add(OperatorTable.KernelDomain, "PlacedMaxPool", [x], new Attributes { { "relu", relu } });

    /// <summary>The gradient of what was pooled.</summary>
    public static Value Gradient(Value dy, Value places, Shape pooled) =>
        dy
            .Graph.Add(
                OperatorTable.KernelDomain,
                "PlacedMaxPoolGradient",
                [dy, places],
                new Attributes { { "sizes", (long[])[pooled[2].Value, pooled[3].Value] } }
            )
            .Output;

    private static TensorType[] Infer(Node n)
    {
        var x = n.Input(0);
        ElementKind.Float.Demand(n, x);
        if (x.Rank != 4 || !x.Shape[2].IsKnown || !x.Shape[3].IsKnown)
            throw new GraphException(
                $"{n} got an input {x.Shape}; (batch, channels, rows, columns) was expected, of known rows and columns. Reshape it."
            );
        var y = x.Type with { Shape = [x.Shape[0], x.Shape[1], x.Shape[2].Value / 2, x.Shape[3].Value / 2] };
        return [y, y with { ElementType = ElementType.UInt8 }];
    }

    private static TensorType[] InferGradient(Node n)
    {
        var (dy, places) = (n.Input(0), n.Input(1));
        ElementKind.Float.Demand(n, dy);
        long[] sizes = n.Attributes.Ints("sizes", []);
        if (
            dy.Rank != 4
            || sizes.Length != 2
            || !dy.Shape.Equals(places.Shape)
            || dy.Shape[2] != sizes[0] / 2
            || dy.Shape[3] != sizes[1] / 2
        )
            throw new GraphException(
                $"{n} got a gradient {dy.Shape} and places {places.Shape}; equal shapes were expected, whose rows and columns are half of ({string.Join(", ", sizes)}). Give the pooling's own."
            );
        return [dy.Type with { Shape = [dy.Shape[0], dy.Shape[1], sizes[0], sizes[1]] }];
    }

    /// <summary>ONNX's pooling, whose places count over all of x.</summary>
    private static Value[] Write(Node n)
    {
        var x = n.Input(0);
        var (y, indices) = Op.MaxPoolWithIndices(x, [2, 2], [2, 2]);
        var width = indices.Like(x.Shape[3].Value);
        var row = Op.Mod(Op.Div(indices, width), indices.Like(x.Shape[2].Value));
        var two = indices.Like(2);
        var places = Op.Mod(row, two) * two + Op.Mod(Op.Mod(indices, width), two);
        if (n.Attributes.Int("relu") == 1)
        {
            y = Op.Relu(y);
            places = Op.Where(Op.Greater(y, y.Like(0)), places, places + places.Like(Off));
        }
        return [y, Op.Cast(places, ElementType.UInt8)];
    }

    private static Value[] WriteGradient(Node n)
    {
        var (dy, places) = (n.Input(0), Op.Cast(n.Input(1), ElementType.Int32));
        long[] sizes = n.Attributes.Ints("sizes", []);
        var on = Op.Less(places, places.Like(Off));
        var each = dy * Op.Cast(on, dy.ElementType);
        var at = Op.Where(on, places, places - places.Like(Off));
        var parts = Enumerable
            .Range(0, 4)
            .Select(i => Op.Unsqueeze(Op.Where(Op.Equal(at, at.Like(i)), each, each.Like(0)), [3, 5]))
            .ToArray();
        // (batch, channels, rows, 2, columns, 2)
        var squares = Op.Concat([Op.Concat(parts.AsSpan(0, 2), 5), Op.Concat(parts.AsSpan(2, 2), 5)], 3);
        var (rows, columns) = (sizes[0] / 2 * 2, sizes[1] / 2 * 2);
        var covered = Op.Reshape(squares, -1, dy.Shape[1].Value, rows, columns);
        return [Op.Pad(covered, [0, 0, 0, 0, 0, 0, sizes[0] - rows, sizes[1] - columns])];
    }
}
