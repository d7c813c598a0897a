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
            Infer = n =>
            {
                var type = Pooled(n, ElementKind.Number);
                return [type, type with { ElementType = ElementType.Int64 }];
            },
            Gradient = MaxPoolGradient,
            Lacks = (n, _) => AutoPad.IsMisread(n),
            Decompose = n =>
                AutoPad.IsSame(n.Attributes.String("auto_pad"))
                    ? [.. AutoPad.Explicit(n, number: null).Outputs]
                    : FramedMaxPools.Compose(n),
        },
        new Operator
        {
            Name = "MaxPoolGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = InferMaxPoolGradient,
            Gradient = (n, dz) => [null, Chosen(n, dz[0]!)],
            Decompose = n => [Unpool(Pooling(n), n.Input(1))],
        },
    ];

    /// <summary>The type of what a pooling gives: a number for each window.</summary>
    public static TensorType Pooled(Node n, ElementKind kind)
    {
        var x = n.Input(0);
        kind.Demand(n, x);
        if (x.Rank < 3)
            throw new GraphException(
                $"{n} got a shape {x.Shape}; pooling needs (batch, channels, sizes…), 3 to 5 dimensions. Reshape it."
            );
        return x.Type with { Shape = new Shape([x.Shape[0], x.Shape[1], .. WindowAttributes.OfPool(n).Output(n)]) };
    }

    private static TensorType[] InferMaxPoolGradient(Node n)
    {
        var (x, dy) = (n.Input(0), n.Input(1));
        Define.SameElements(n, x, dy);
        var expected = Pooled(n, ElementKind.Float).Shape;
        if (!dy.Shape.Equals(expected))
            throw new GraphException($"{n} got a gradient {dy.Shape} for a pooling of {x.Shape}; it needs {expected}.");
        return [x.Type];
    }

    /// <summary>
    /// Each output's gradient goes to the element that was chosen, the first of equal ones. Our kernel finds it again, which is
    /// cheaper than to have the pooling give it.
    /// </summary>
    private static Value?[] MaxPoolGradient(Node n, Value?[] dys)
    {
        if (dys[0] is not { } dy)
            return [null];
        var x = n.Input(0);
        return x.ElementType == ElementType.Float32
            ? [n.Graph.Add(OperatorTable.KernelDomain, "MaxPoolGradient", [x, dy], PlainAttributes(n)).Output]
            : [Unpool(Pooling(n), dy)];
    }

    /// <summary>
    /// The pooling with the places of the chosen elements, for a node with the pooling's input and attributes: the forward pooling,
    /// once equal nodes are one.
    /// </summary>
    private static Node Pooling(Node n) => n.Graph.Add("", "MaxPool", [n.Input(0)], PlainAttributes(n));

    /// <summary>A pooling's attributes but for storage_order: what follows counts places row by row, whatever the pooling does.</summary>
    private static Attributes PlainAttributes(Node n)
    {
        var attributes = n.Attributes.Clone();
        attributes.Remove("storage_order");
        return attributes;
    }

    /// <summary>
    /// The gradient in ONNX's own operators. Windows that do not overlap assign; others add, row by row, since the places of a channel
    /// stay within its row.
    /// </summary>
    private static Value Unpool(Node pooling, Value dy)
    {
        var x = pooling.Input(0);
        var window = WindowAttributes.OfPool(pooling);
        bool apart =
            x.ElementType == ElementType.Float32
            && !window.Ceil
            && window.Pads.All(p => p == 0)
            && window.Dilations.All(d => d == 1)
            && window.Kernel.AsSpan().SequenceEqual(window.Strides);
        if (apart)
            return Op.MaxUnpoolLike(dy, pooling.Outputs[1], window.Kernel, window.Strides, x);
        var places = Places(pooling, out var seen);
        var rows = Rows(dy, dy.Shape);
        var zeros = Op.FilledLike(Rows(x, x.Shape), 0, dy.ElementType);
        return Op.ReshapeLike(Op.ScatterElements(zeros, places, Seen(rows, seen), 1, "add"), x);
    }

    /// <summary>The gradient by dy of what MaxPoolGradient gives: the elements at the chosen places.</summary>
    private static Value Chosen(Node gradient, Value dz)
    {
        var places = Places(Pooling(gradient), out var seen);
        var chosen = Seen(Op.GatherElements(Rows(dz, gradient.Input(0).Shape), places, 1), seen);
        return Op.ReshapeLike(chosen, gradient.Input(1));
    }

    /// <summary>A row for each channel of each sample.</summary>
    private static Value Rows(Value x, Shape shape) =>
        x.Shape[0].IsKnown
            ? Op.Reshape(x, shape[0].Value * shape[1].Value, Unfolding.Places(shape))
            : Op.Reshape(x, -1, Unfolding.Places(shape));

    private static Value Seen(Value parts, Value? seen) => seen is null ? parts : Op.Where(seen, parts, parts.Like(0));

    /// <summary>The places that a pooling chose, a row for each channel of each sample, counted within it.</summary>
    /// <param name="pooling">The pooling.</param>
    /// <param name="seen">
    /// Which windows chose at all; null where all did. A dilated one may lie in the padding alone: its place is then below 0, and
    /// given here as 0.
    /// </param>
    private static Value Places(Node pooling, out Value? seen)
    {
        var places = Rows(pooling.Outputs[1], pooling.Output.Shape);
        places -= Bases(places, pooling.Input(0));
        seen = null;
        if (MayMiss(pooling))
        {
            seen = Op.GreaterOrEqual(places, places.Like(0));
            places = Op.Max(places, places.Like(0));
        }
        return places;
    }

    /// <summary>The number of each row's first element; there are as many rows as the batch has, where that is not known.</summary>
    private static Value Bases(Value places, Value x)
    {
        var graph = x.Graph;
        long plane = Unfolding.Places(x.Shape);
        if (!x.Shape[0].IsKnown)
        {
            Value Number(long number) => graph.Scalar(number, ElementType.Int64);
            var rows = Op.SizeOf(places, 0, ElementType.Int64);
            return Op.Unsqueeze(Op.Range(Number(0), rows * Number(plane), Number(plane)), [1]);
        }
        var bases = new long[x.Shape[0].Value * x.Shape[1].Value];
        for (long i = 0; i < bases.Length; i++)
            bases[i] = i * plane;
        return graph.Constant(ConstantTensor.Of<long>(bases, bases.Length, 1));
    }

    /// <summary>Whether some window lies in the padding alone.</summary>
    private static bool MayMiss(Node pooling)
    {
        var (window, output) = (WindowAttributes.OfPool(pooling), pooling.Output.Shape);
        for (int i = 0; i < window.Rank; i++)
        for (long place = 0; place < output[i + 2].Value; place++)
            if (window.Count(i, place, pooling.Input(0).Shape[i + 2].Value, padding: false) == 0)
                return true;
        return false;
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

    /// <summary>The same with the places of the chosen elements, counted row by row over all of x.</summary>
    public static (Value Values, Value Indices) MaxPoolWithIndices(
        Value x,
        long[] kernel,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        bool ceil = false,
        string? autoPad = null
    )
    {
        var node = MaxPool(x, kernel, strides, pads, dilations, ceil, autoPad).Producer!;
        return (node.Outputs[0], node.Outputs[1]);
    }
}
