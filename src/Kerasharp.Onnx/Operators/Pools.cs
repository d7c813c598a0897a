using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The greatest element of each window, channels first.</summary>
internal static class Pools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "MaxPool",
            Infer = InferMaxPool,
            Gradient = MaxPoolGradient,
        },
        new Operator
        {
            Name = "MaxUnpool",
            Infer = n => [n.Input(0).Type with { Shape = Shape.Of(Shapes.Constants(n, 2)) }],
            Gradient = (n, dy) => [Op.Gather(Op.Reshape(dy[0]!, -1), n.Input(1)), null, null],
        },
    ];

    private static TensorType[] InferMaxPool(Node n)
    {
        var x = n.Input(0);
        if (x.Rank < 3)
            throw new GraphException($"{n} got a shape {x.Shape}; pooling needs (batch, channels, sizes…), 3 to 5 dimensions.");
        var shape = new Shape([x.Shape[0], x.Shape[1], .. WindowAttributes.OfPool(n).Output(n)]);
        return [x.Type with { Shape = shape }, new TensorType(ElementType.Int64, shape)];
    }

    /// <summary>
    /// Each output's gradient goes to the element that was chosen, the first of equal ones. Windows that do not overlap assign; others
    /// add, row by row, since the indices of a channel stay within its row.
    /// </summary>
    private static Value?[] MaxPoolGradient(Node n, Value?[] dys)
    {
        if (dys[0] is not { } dy)
            return [null];
        var x = n.Input(0);
        var window = WindowAttributes.OfPool(n);
        if (n.Attributes.Int("storage_order") != 0)
            throw new GraphException($"{n} counts its indices column by column, whose gradient is not known. Export it with storage_order 0.");
        var indices = n.Outputs[1];
        long plane = x.Shape.Skip(2).Aggregate(1L, (product, d) => product * d.Value);
        long rows = x.Shape[0].Value * x.Shape[1].Value;
        bool apart =
            x.ElementType == ElementType.Float32
            && !window.Ceil
            && window.Pads.All(p => p == 0)
            && window.Dilations.All(d => d == 1)
            && window.Kernel.AsSpan().SequenceEqual(window.Strides);
        if (apart)
            return [Op.MaxUnpool(dy, indices, window.Kernel, window.Strides, x.Shape)];
        var bases = new long[rows];
        for (long i = 0; i < rows; i++)
            bases[i] = i * plane;
        var places = Op.Reshape(indices, rows, -1) - x.Graph.Constant(ConstantTensor.Of<long>(bases, rows, 1));
        var zeros = Op.Expand(dy.Like(0), Shape.Of(rows, plane));
        return [Op.Reshape(Op.ScatterElements(zeros, places, Op.Reshape(dy, rows, -1), 1, "add"), x.Shape)];
    }
}

public static partial class Op
{
    /// <summary>The greatest element of each window; x is (batch, channels, sizes…). Padding never wins.</summary>
    public static Value MaxPool(
        Value x,
        long[] kernel,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        bool ceil = false,
        string? autoPad = null
    )
    {
        var attributes = WindowParts(x, kernel, strides, pads, dilations, autoPad);
        if (ceil)
            attributes.Add("ceil_mode", 1);
        return x.Graph.Emit("MaxPool", attributes, x);
    }

    /// <summary>Places the elements where a MaxPool's indices say, zeros elsewhere.</summary>
    internal static Value MaxUnpool(Value x, Value indices, long[] kernel, long[] strides, Shape shape) =>
        x.Graph.Emit(
            "MaxUnpool",
            new Attributes { { "kernel_shape", kernel }, { "strides", strides } },
            x,
            indices,
            x.Graph.Ints(shape.ToArray())
        );
}
