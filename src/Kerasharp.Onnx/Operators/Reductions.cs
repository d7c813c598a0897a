using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Operators that take one number from many along axes.</summary>
internal static class Reductions
{
    public static Operator[] Operators { get; } =
    [
        Define("ReduceSum", (n, dy) => dy),
        Define("ReduceMean", (n, dy) => OverCount(n, dy)),
        Define("ReduceProd", (n, dy) => ExclusiveProducts.Gradient(n.Input(0), AxesOf(n), dy)),
        Define("ReduceMax", Share),
        Define("ReduceMin", Share),
        Define("ReduceSumSquare", (n, dy) => dy * 2 * n.Input(0), x => x * x),
        Define("ReduceL1", (n, dy) => dy * Op.Sign(n.Input(0)), Op.Abs),
        Define("ReduceL2", NormGradient, Op.Abs),
        Define("ReduceLogSum", (n, dy) => dy / Op.ReduceSum(n.Input(0), Long(AxesOf(n)), keepDims: true), Op.Log),
        Define("ReduceLogSumExp", LogSumExpGradient),
    ];

    /// <summary>Whether a node is one of these.</summary>
    public static bool IsReduction(Node n) =>
        n.Domain.Length == 0 && n.Op.StartsWith("Reduce", StringComparison.Ordinal);

    /// <summary>Whether a node is one of those that make of one number that number.</summary>
    public static bool KeepsOne(Node n) =>
        n.Op is "ReduceSum" or "ReduceMean" or "ReduceProd" or "ReduceMax" or "ReduceMin" or "ReduceLogSumExp";

    /// <summary>The axes of a reduction node, counted from the first; all where none are given.</summary>
    public static int[] AxesOf(Node n)
    {
        int rank = n.Input(0).Rank;
        long[]? axes = n.Optional(1) is null ? null : Shapes.Constants(n, 1);
        if (axes is { Length: > 0 })
            return Shapes.Axes(n, axes, rank);
        return n.Attributes.Int("noop_with_empty_axes") != 0 ? [] : Enumerable.Range(0, rank).ToArray();
    }

    /// <summary>Whether a node takes away so many axes, the first ones, of float32 elements of a known shape: what kernels of ours do.</summary>
    public static bool TakesFirst(Node n, int axes) =>
        n.Input(0) is { ElementType: ElementType.Float32, Shape.IsStatic: true }
        && axes > 0
        && n.Attributes.Int("keepdims", 1) == 0
        && n.Optional(1) is null or { IsConstant: true }
        && AxesOf(n).Order().SequenceEqual(Enumerable.Range(0, axes));

    /// <summary>The dimensions that a node leaves of its input's when it takes axes away, or makes them ones.</summary>
    public static Shape Reduce(Node n, int[] axes)
    {
        var shape = n.Input(0).Shape;
        bool keep = n.Attributes.Int("keepdims", 1) != 0;
        var dims = new List<Dim>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (!axes.Contains(i))
                dims.Add(shape[i]);
            else if (keep)
                dims.Add(1);
        }
        return new Shape(dims.ToArray());
    }

    /// <param name="name">The operator.</param>
    /// <param name="gradient">The input's gradient from the output's, which has the reduced axes as ones.</param>
    /// <param name="ofOne">What it makes of each number where there is nothing to reduce; the number itself unless told.</param>
    private static Operator Define(string name, Func<Node, Value, Value> gradient, Func<Value, Value>? ofOne = null) =>
        new()
        {
            Name = name,
            Infer = n => [new TensorType(n.Input(0).ElementType, ReducedShape(n))],
            Gradient = (n, dy) => [gradient(n, Widen(n, dy[0]!)), null],
            Lacks = (n, opset) =>
                (opset < 20 && OfTruths(n)) || (opset < 18 && name != "ReduceSum" && ReducesNothing(n)),
            Decompose = n =>
                [
                    OfTruths(n) ? Truths(n)
                    : ofOne is null ? n.Input(0)
                    : ofOne(n.Input(0)),
                ],
        };

    private static bool ReducesNothing(Node n) =>
        n.Attributes.Int("noop_with_empty_axes") != 0 && (n.Optional(1) is null || Shapes.Known(n, 1) is []);

    private static bool OfTruths(Node n) => n.Input(0).ElementType == ElementType.Bool;

    /// <summary>The greatest and the least of truth values, by way of numbers.</summary>
    private static Value Truths(Node n) =>
        Op.Cast(
            n.Graph.Emit(n.Op, n.Attributes.Clone(), Op.Cast(n.Input(0), ElementType.UInt8), n.Optional(1)),
            ElementType.Bool
        );

    private static Shape ReducedShape(Node n)
    {
        if (n.Optional(1) is null || Shapes.Known(n, 1) is not null)
            return Reduce(n, AxesOf(n));
        // Which axes go is seen when it runs; how many stay can be told beforehand.
        int rank = n.Input(0).Rank;
        bool keep = n.Attributes.Int("keepdims", 1) != 0;
        return Shapes.Open(keep ? rank : rank - Shapes.Elements(n, 1).Length);
    }

    /// <summary>The value with the reduced axes put back as ones, so that it broadcasts against the input.</summary>
    private static Value Widen(Node n, Value reduced) =>
        n.Attributes.Int("keepdims", 1) != 0 ? reduced
        : AxesOf(n) is { Length: > 0 } axes ? Op.Unsqueeze(reduced, Long(axes))
        : reduced;

    private static long[] Long(int[] axes) => Array.ConvertAll(axes, a => (long)a);

    /// <summary>The gradient over the number of elements of which each mean is; sizes that are not known are taken when it runs.</summary>
    private static Value OverCount(Node n, Value dy)
    {
        var x = n.Input(0);
        double known = 1;
        foreach (int axis in AxesOf(n))
            if (x.Shape[axis].IsKnown)
                known *= x.Shape[axis].Value;
            else
                dy /= Op.SizeOf(x, axis, dy.ElementType);
        return dy / known;
    }

    /// <summary>Equal extremes share the gradient, so that it sums to what came.</summary>
    private static Value Share(Node n, Value dy)
    {
        var chosen = Op.Cast(Op.Equal(n.Input(0), Widen(n, n.Output)), dy.ElementType);
        return chosen * (dy / Op.ReduceSum(chosen, Long(AxesOf(n)), keepDims: true));
    }

    /// <summary>x / |x|, and 0 where x is, so that the norm of nothing pulls nowhere.</summary>
    private static Value NormGradient(Node n, Value dy)
    {
        var norm = Widen(n, n.Output);
        var none = Op.Equal(norm, norm.Like(0));
        // Both choices are needed: with either alone, a second derivative would meet a division by zero.
        return n.Input(0) * Op.Where(none, dy.Like(0), dy / Op.Where(none, norm.Like(1), norm));
    }

    /// <summary>
    /// The shares of Softmax. Dividing by their sum undoes what rounding the logarithm did to all of them alike (at 1000 in float32
    /// that is three hundred-thousandths), and shares the gradient among infinities that are equal; without Equal those would give
    /// inf - inf.
    /// </summary>
    private static Value LogSumExpGradient(Node n, Value dy)
    {
        var total = Widen(n, n.Output);
        var shares = Op.Where(Op.Equal(n.Input(0), total), total.Like(1), Op.Exp(n.Input(0) - total));
        return shares * (dy / Op.ReduceSum(shares, Long(AxesOf(n)), keepDims: true));
    }
}

public static partial class Op
{
    /// <summary>The sum along axes; along all of them where none are given.</summary>
    public static Value ReduceSum(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceSum", x, axes, keepDims);

    /// <summary>The mean along axes.</summary>
    public static Value ReduceMean(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceMean", x, axes, keepDims);

    /// <summary>The product along axes; its gradient is exact with zeros among the factors, too.</summary>
    public static Value ReduceProd(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceProd", x, axes, keepDims);

    /// <summary>The greatest along axes; equal ones share the gradient.</summary>
    public static Value ReduceMax(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceMax", x, axes, keepDims);

    /// <summary>The least along axes; equal ones share the gradient.</summary>
    public static Value ReduceMin(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceMin", x, axes, keepDims);

    /// <summary>The sum of the squares along axes.</summary>
    public static Value ReduceSumSquare(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceSumSquare", x, axes, keepDims);

    /// <summary>The sum of the absolute values along axes; the gradient at 0 is 0.</summary>
    public static Value ReduceL1(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceL1", x, axes, keepDims);

    /// <summary>The square root of the sum of the squares along axes; its gradient is 0 where all are 0.</summary>
    public static Value ReduceL2(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceL2", x, axes, keepDims);

    /// <summary>The logarithm of the sum along axes.</summary>
    public static Value ReduceLogSum(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceLogSum", x, axes, keepDims);

    /// <summary>The logarithm of the sum of the exponentials along axes, without overflow.</summary>
    public static Value ReduceLogSumExp(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceLogSumExp", x, axes, keepDims);

    private static Value Reduce(string op, Value x, long[]? axes, bool keepDims)
    {
        var attributes = new Attributes { { "keepdims", keepDims } };
        // An empty list of axes means none to this builder; to ONNX it means all unless told otherwise.
        if (axes is { Length: 0 })
        {
            attributes.Add("noop_with_empty_axes", 1);
            axes = null;
        }
        var node = x.Graph.Add("", op, [x, axes is null ? null : x.Graph.Ints(axes)], attributes);
        return attributes.Has("noop_with_empty_axes") && Reductions.KeepsOne(node) ? x : node.Output;
    }
}
