using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>What undoes max pooling: elements at the places from which it took them.</summary>
internal static class MaxUnpools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "MaxUnpool",
            Infer = n => [n.Input(0).Type with { Shape = Unpooled(n) }],
            Gradient = (n, dy) => [Gradient(n, dy[0]!), null, null],
        },
    ];

    /// <summary>
    /// What is at each element's place. Windows that overlap may have chosen the same place: of those the last is seen in the output,
    /// and it alone has the gradient. Which that is shows when the elements' numbers are placed, counted within each channel.
    /// </summary>
    private static Value Gradient(Node n, Value dy)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        var dx = Op.Gather(Op.Reshape(dy, -1), indices);
        var window = WindowAttributes.OfPool(n);
        if (!Enumerable.Range(0, window.Rank).Any(i => window.Strides[i] < window.Kernel[i]))
            return dx;
        var numbers = Enumerable.Range(1, (int)Unfolding.Places(x.Shape)).Select(i => (double)i).ToArray();
        var counted = n.Graph.Constant(ConstantTensor.From(numbers, x.ElementType, [1, 1, .. x.Shape.ToArray()[2..]]));
        var all = Op.Expand(counted, x.Shape);
        var placed = n.Graph.Add(
            "",
            "MaxUnpool",
            [all, indices, n.Graph.Ints(dy.Shape.ToArray())],
            n.Attributes.Clone()
        );
        var last = Op.Equal(Op.Gather(Op.Reshape(placed.Output, -1), indices), all);
        return Op.Where(last, dx, dx.Like(0));
    }

    private static Shape Unpooled(Node n)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        if (x.Rank < 3 || indices.Rank != x.Rank)
            throw new GraphException(
                $"{n} got elements {x.Shape} and indices {indices.Shape}; both need (batch, channels, sizes…), 3 to 5 dimensions. Give what "
                    + "MaxPool gives."
            );
        if (n.Optional(2) is not null)
        {
            var given = Shapes.Elements(n, 2);
            return given.Length == x.Rank
                ? new Shape(Array.ConvertAll(given, e => e.ToDim()))
                : throw new GraphException(
                    $"{n} got an output shape of {given.Length} numbers; {x.Rank} were expected, batch and channels included. Give MaxPool's "
                        + "input's shape."
                );
        }
        var window = WindowAttributes.OfPool(n);
        var dims = new Dim[window.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            Dim size = x.Shape[i + 2];
            dims[i] = size.IsKnown
                ? (size.Value - 1) * window.Strides[i]
                    + window.Kernel[i]
                    - window.Pads[i]
                    - window.Pads[i + window.Rank]
                : Dim.Unknown;
        }
        return new Shape([x.Shape[0], x.Shape[1], .. dims]);
    }
}

public static partial class Op
{
    /// <summary>The same in the shape of a value, whose batch need not be known.</summary>
    internal static Value MaxUnpoolLike(Value x, Value indices, long[] kernel, long[] strides, Value like) =>
        x.Graph.Emit("MaxUnpool", WindowParts(x, kernel, strides, null, null, null), x, indices, ShapeOf(like));

    /// <summary>Places elements where a MaxPool's indices say, zeros elsewhere.</summary>
    /// <param name="x">An element for each index.</param>
    /// <param name="indices">The second output of <see cref="MaxPoolWithIndices"/>: places in the result, counted over all of it.</param>
    /// <param name="kernel">The pooling's window.</param>
    /// <param name="strides">The pooling's strides; 1 unless told.</param>
    /// <param name="pads">The pooling's pads; none unless told.</param>
    /// <param name="shape">The pooling's input's whole shape, where the windows do not cover it just so.</param>
    public static Value MaxUnpool(
        Value x,
        Value indices,
        long[] kernel,
        long[]? strides = null,
        long[]? pads = null,
        Shape? shape = null
    ) =>
        x.Graph.Emit(
            "MaxUnpool",
            WindowParts(x, kernel, strides, pads, null, null),
            x,
            indices,
            shape is null ? null : x.Graph.Ints(shape.ToArray())
        );
}
