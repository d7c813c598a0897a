using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Operators that take one number from many along axes.</summary>
internal static class Reductions
{
    public static Operator[] Operators { get; } =
    [
        Define("ReduceSum", (n, dy) => Widen(n, dy)),
        Define("ReduceMean", (n, dy) => Widen(n, dy) / Count(n)),
        Extreme("ReduceMax"),
        Extreme("ReduceMin"),
        Position("ArgMax"),
        Position("ArgMin"),
    ];

    /// <summary>The axes of a reduction node, counted from the first; all where none are given.</summary>
    public static int[] AxesOf(Node n)
    {
        int rank = n.Input(0).Rank;
        long[]? axes = n.Optional(1) is null ? null : Shapes.Constants(n, 1);
        if (axes is { Length: > 0 })
            return Shapes.Axes(n, axes, rank);
        return n.Attributes.Int("noop_with_empty_axes") != 0 ? [] : Enumerable.Range(0, rank).ToArray();
    }

    private static Operator Define(string name, Func<Node, Value, Value> gradient) =>
        new()
        {
            Name = name,
            Infer = n => [new TensorType(n.Input(0).ElementType, ReducedShape(n))],
            Gradient = (n, dy) => [gradient(n, dy[0]!), null],
        };

    private static Operator Extreme(string name) =>
        new()
        {
            Name = name,
            Infer = n => [new TensorType(n.Input(0).ElementType, ReducedShape(n))],
            Gradient = (n, dy) => [Share(n, dy[0]!), null],
            Lacks = (n, opset) => opset < 20 && n.Input(0).ElementType == ElementType.Bool,
            Decompose = n => [Op.Cast(Of(Op.Cast(n.Input(0), ElementType.Int32), n), n.Output.ElementType)],
        };

    /// <summary>The same reduction of another value.</summary>
    private static Value Of(Value x, Node n) => n.Graph.Emit(n.Op, n.Attributes.Clone(), [x, .. n.Inputs.Skip(1)]);

    private static Operator Position(string name) =>
        new()
        {
            Name = name,
            Infer = n =>
                [
                    new TensorType(
                        ElementType.Int64,
                        Reduce(n, [Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank)])
                    ),
                ],
            Constant = "a position changes only in jumps",
        };

    private static Shape ReducedShape(Node n)
    {
        if (n.Optional(1) is null || Shapes.Known(n, 1) is not null)
            return Reduce(n, AxesOf(n));
        // Which axes go is seen when it runs; how many stay can be told beforehand.
        int rank = n.Input(0).Rank;
        bool keep = n.Attributes.Int("keepdims", 1) != 0;
        return Shapes.Open(keep ? rank : rank - Shapes.Elements(n, 1).Length);
    }

    private static Shape Reduce(Node n, int[] axes)
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

    /// <summary>The value with the reduced axes put back as ones, so that it broadcasts against the input.</summary>
    private static Value Widen(Node n, Value reduced) =>
        n.Attributes.Int("keepdims", 1) != 0 ? reduced
        : AxesOf(n) is { Length: > 0 } axes ? Op.Unsqueeze(reduced, Array.ConvertAll(axes, a => (long)a))
        : reduced;

    private static double Count(Node n)
    {
        double count = 1;
        foreach (int axis in AxesOf(n))
            count *= n.Input(0).Shape[axis].Value;
        return count;
    }

    /// <summary>Equal extremes share the gradient, so that it sums to what came.</summary>
    private static Value Share(Node n, Value dy)
    {
        var chosen = Op.Cast(Op.Equal(n.Input(0), Widen(n, n.Output)), dy.ElementType);
        long[] axes = Array.ConvertAll(AxesOf(n), a => (long)a);
        return chosen * (Widen(n, dy) / Op.ReduceSum(chosen, axes, keepDims: true));
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

    /// <summary>The greatest along axes; equal ones share the gradient.</summary>
    public static Value ReduceMax(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceMax", x, axes, keepDims);

    /// <summary>The least along axes; equal ones share the gradient.</summary>
    public static Value ReduceMin(Value x, long[]? axes = null, bool keepDims = false) =>
        Reduce("ReduceMin", x, axes, keepDims);

    /// <summary>The place of the first greatest element along an axis, as int64.</summary>
    public static Value ArgMax(Value x, int axis, bool keepDims = false) =>
        x.Graph.Emit("ArgMax", new Attributes { { "axis", axis }, { "keepdims", keepDims } }, x);

    /// <summary>The place of the first least element along an axis, as int64.</summary>
    public static Value ArgMin(Value x, int axis, bool keepDims = false) =>
        x.Graph.Emit("ArgMin", new Attributes { { "axis", axis }, { "keepdims", keepDims } }, x);

    private static Value Reduce(string op, Value x, long[]? axes, bool keepDims)
    {
        // An empty list of axes means none to this builder and all to ONNX.
        if (axes is { Length: 0 })
            return x;
        var attributes = new Attributes { { "keepdims", keepDims } };
        return x.Graph.Emit(op, attributes, x, axes is null ? null : x.Graph.Ints(axes));
    }
}
