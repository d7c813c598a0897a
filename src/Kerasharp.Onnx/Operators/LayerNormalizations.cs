using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Layer normalisation: each example by the mean and variance of its own last axes.</summary>
internal static class LayerNormalizations
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "LayerNormalization",
            Since = 17,
            Infer = Infer,
            Gradient = Gradient,
            Decompose = Compose,
            // ONNX Runtime keeps statistics as float32 alone.
            Lacks = (n, _) => StashType(n) != ElementType.Float32,
        },
        new Operator
        {
            Name = "LayerNormalizationGradient",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(1).Type, n.Input(2).Type, n.Input(2).Type],
            Gradient = (n, dys) => ReverseSweep.Through(n, Backward, dys),
            Decompose = Backward,
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var x = n.Input(0);
        ElementKind.Float.Demand(n, x);
        int first = Axis(n);
        foreach (var given in n.Inputs.Skip(1).OfType<Value>())
        {
            Define.SameElements(n, x, given);
            if (!Broadcasts(given.Shape, x.Shape))
                throw new GraphException(
                    $"{n} got a scale or bias of {given.Shape} for {x.Shape} from axis {first} on; "
                        + $"give one of {new Shape(x.Shape.ToDims().AsSpan(first))}."
                );
        }
        n.Input(1);
        var dims = x.Shape.ToDims();
        Array.Fill(dims, 1, first, x.Rank - first);
        var statistics = new TensorType(StashType(n), new Shape(dims));
        return [x.Type, statistics, statistics];
    }

    /// <summary>Whether a shape broadcasts to another without changing it.</summary>
    private static bool Broadcasts(Shape from, Shape to)
    {
        bool fits = from.Rank <= to.Rank;
        for (int i = 1; fits && i <= from.Rank; i++)
            fits = from[-i].IsOne || !from[-i].IsKnown || !to[-i].IsKnown || from[-i] == to[-i];
        return fits;
    }

    /// <summary>
    /// With r = 1 / deviation, y' = (x - mean) r and g the gradient by y': r (g - mean of g - y' mean of g y'). Where mean and r are
    /// used as outputs, their own gradients come in the same two terms.
    /// </summary>
    private static Value?[] Gradient(Node n, Value?[] dys)
    {
        var (x, scale) = (n.Input(0), n.Input(1));
        if (dys is [{ } only, null, null] && HasKernel(n))
            return
            [
                .. x
                    .Graph.Add(
                        OperatorTable.KernelDomain,
                        "LayerNormalizationGradient",
                        [only, x, scale, n.Outputs[1], n.Outputs[2]]
                    )
                    .Outputs,
            ];
        var (normal, inverse) = Normalised(n);
        Value shift = x.Like(0);
        Value stretch = x.Like(0);
        Value? scaled = null;
        Value? toScale = null;
        if (dys[0] is { } dy)
        {
            scaled = dy * scale;
            toScale = dy * normal;
            shift = Mean(scaled);
            stretch = Mean(toScale * scale);
        }
        if (dys[1] is { } toMean)
            shift -= Each(toMean) / inverse;
        if (dys[2] is { } toInverse)
            stretch += Each(toInverse) * inverse;
        var moved = normal * stretch + shift;
        return [(scaled is null ? -moved : scaled - moved) * inverse, toScale, dys[0]];

        Value Mean(Value of) => Op.ReduceMean(of, AxesOf(n), keepDims: true);

        // Mean and deviation move with one element by its share in their number.
        Value Each(Value statistic) =>
            Op.Cast(statistic, x.ElementType)
            / AxesOf(n).Aggregate(1.0, (count, axis) => count * x.Shape[(int)axis].Value);
    }

    /// <summary>Whether our kernel can serve: all in float32, and a scale for each element of a row.</summary>
    private static bool HasKernel(Node n)
    {
        var (x, scale) = (n.Input(0), n.Input(1));
        return x.ElementType == ElementType.Float32
            && n.Outputs[1].ElementType == ElementType.Float32
            && scale.Shape.IsStatic
            && scale.Shape.Equals(new Shape(x.Shape.ToDims().AsSpan(Axis(n))))
            && (n.Optional(2) is not { } bias || bias.Shape.Equals(scale.Shape));
    }

    /// <summary>What the kernel computes, of the output's gradient, input, scale, mean and 1 / deviation.</summary>
    private static Value[] Backward(Node n)
    {
        var (dy, x, scale) = (n.Input(0), n.Input(1), n.Input(2));
        var inverse = n.Input(4);
        long[] outer = [.. Enumerable.Range(0, x.Rank - scale.Rank).Select(a => (long)a)];
        long[] inner = [.. Enumerable.Range(x.Rank - scale.Rank, scale.Rank).Select(a => (long)a)];
        var normal = (x - n.Input(3)) * inverse;
        var scaled = dy * scale;
        var toScale = dy * normal;
        var shift = Op.ReduceMean(scaled, inner, keepDims: true);
        var stretch = Op.ReduceMean(toScale * scale, inner, keepDims: true);
        return [(scaled - (normal * stretch + shift)) * inverse, Op.ReduceSum(toScale, outer), Op.ReduceSum(dy, outer)];
    }

    /// <summary>The normalised input and 1 / deviation: from the node's outputs, unless those are of less precision than the input.</summary>
    private static (Value Normal, Value Inverse) Normalised(Node n)
    {
        var x = n.Input(0);
        if (n.Outputs[1].ElementType.Size() >= x.ElementType.Size())
        {
            var inverse = Op.Cast(n.Outputs[2], x.ElementType);
            return ((x - Op.Cast(n.Outputs[1], x.ElementType)) * inverse, inverse);
        }
        var moments = Moments.Of(x, AxesOf(n));
        var own = moments.Inverse(Epsilon(n));
        return (moments.Centred * own, own);
    }

    private static Value[] Compose(Node n)
    {
        var x = n.Input(0);
        var stash = StashType(n);
        var wide = stash.Size() > x.ElementType.Size() ? Op.Cast(x, stash) : x;
        var moments = Moments.Of(wide, AxesOf(n));
        var inverse = moments.Inverse(Epsilon(n));
        var y = Op.Cast(moments.Centred * inverse, x.ElementType) * n.Input(1);
        return [n.Optional(2) is { } bias ? y + bias : y, Op.Cast(moments.Mean, stash), Op.Cast(inverse, stash)];
    }

    private static double Epsilon(Node n) => n.Attributes.Float("epsilon", 1e-5f);

    private static ElementType StashType(Node n) => (ElementType)n.Attributes.Int("stash_type", 1);

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis", -1), n.Input(0).Rank);

    private static long[] AxesOf(Node n)
    {
        int first = Axis(n);
        return [.. Enumerable.Range(first, n.Input(0).Rank - first).Select(a => (long)a)];
    }
}

public static partial class Op
{
    /// <summary>
    /// (x - mean) / sqrt(variance + epsilon) * scale + bias by the mean and variance of the axes from one on; scale and bias have
    /// those axes' shape, and the bias may be left out.
    /// </summary>
    public static Value LayerNormalization(
        Value x,
        Value scale,
        Value? bias = null,
        int axis = -1,
        double epsilon = 1e-5
    ) =>
        x.Graph.Emit("LayerNormalization", new Attributes { { "axis", axis }, { "epsilon", epsilon } }, x, scale, bias);
}
