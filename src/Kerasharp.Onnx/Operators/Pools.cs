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
            return Op.MaxUnpool(dy, pooling.Outputs[1], window.Kernel, window.Strides, shape: x.Shape);
        var (places, rows, plane) = Places(pooling, out var seen);
        var zeros = Op.Expand(dy.Like(0), Shape.Of(rows, plane));
        return Op.Reshape(Op.ScatterElements(zeros, places, Seen(Op.Reshape(dy, rows, -1), seen), 1, "add"), x.Shape);
    }

    /// <summary>The gradient by dy of what MaxPoolGradient gives: the elements at the chosen places.</summary>
    private static Value Chosen(Node gradient, Value dz)
    {
        var (places, rows, plane) = Places(Pooling(gradient), out var seen);
        var chosen = Seen(Op.GatherElements(Op.Reshape(dz, rows, plane), places, 1), seen);
        return Op.Reshape(chosen, gradient.Input(1).Shape);
    }

    private static Value Seen(Value parts, Value? seen) => seen is null ? parts : Op.Where(seen, parts, parts.Like(0));

    /// <summary>The places that a pooling chose, a row for each channel of each sample, counted within it.</summary>
    /// <param name="pooling">The pooling.</param>
    /// <param name="seen">
    /// Which windows chose at all; null where all did. A dilated one may lie in the padding alone: its place is then below 0, and
    /// given here as 0.
    /// </param>
    private static (Value Places, long Rows, long Plane) Places(Node pooling, out Value? seen)
    {
        var x = pooling.Input(0);
        long plane = Unfolding.Places(x.Shape);
        long rows = x.Shape[0].Value * x.Shape[1].Value;
        var bases = new long[rows];
        for (long i = 0; i < rows; i++)
            bases[i] = i * plane;
        var places =
            Op.Reshape(pooling.Outputs[1], rows, -1) - x.Graph.Constant(ConstantTensor.Of<long>(bases, rows, 1));
        seen = null;
        if (MayMiss(pooling))
        {
            seen = Op.GreaterOrEqual(places, places.Like(0));
            places = Op.Max(places, places.Like(0));
        }
        return (places, rows, plane);
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
