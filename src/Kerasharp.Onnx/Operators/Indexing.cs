using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements chosen, and placed, by computed indices.</summary>
internal static class Indexing
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Gather",
            Infer = InferGather,
            Gradient = (n, dy) => [GatherGradient(n, dy[0]!), null],
        },
        new Operator
        {
            Name = "GatherElements",
            Infer = n => [n.Input(0).Type with { Shape = n.Input(1).Shape }],
            Gradient = (n, dy) =>
                [Op.ScatterElements(Zeros(dy[0]!, n.Input(0).Shape), n.Input(1), dy[0]!, Axis(n), "add"), null],
        },
        new Operator
        {
            Name = "ScatterElements",
            Infer = n => [n.Input(0).Type],
            Gradient = ScatterGradient,
        },
        new Operator
        {
            Name = "OneHot",
            Infer = InferOneHot,
            Constant = "indices change only in jumps",
        },
    ];

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis"), n.Input(0).Rank);

    private static Value Zeros(Value like, Shape shape) => Op.Expand(like.Like(0), shape);

    private static TensorType[] InferGather(Node n)
    {
        var x = n.Input(0);
        int axis = Axis(n);
        return
        [
            x.Type with
            {
                Shape = new Shape([.. x.Shape.Take(axis), .. n.Input(1).Shape, .. x.Shape.Skip(axis + 1)]),
            },
        ];
    }

    /// <summary>
    /// Sums rows that were taken more than once. ScatterElements does it exactly; ScatterND, the obvious choice, loses updates when
    /// ONNX Runtime's CPU kernel runs on more than one thread.
    /// </summary>
    private static Value GatherGradient(Node n, Value dy)
    {
        var (x, indices) = (n.Input(0), n.Input(1));
        int axis = Axis(n);
        long inner = x.Shape.Skip(axis + 1).Aggregate(1L, (product, d) => product * d.Value);
        long outer = x.Shape.Take(axis).Aggregate(1L, (product, d) => product * d.Value);
        long size = x.Shape[axis].Value;
        var zeros = Zeros(dy, Shape.Of(outer, size, inner));
        var updates = Op.Reshape(dy, outer, -1, inner);
        // Places counted from the end become places from the start, which is what devices agree on.
        var places = Op.Cast(Op.Reshape(indices, 1, -1, 1), ElementType.Int64);
        places = Op.Where(Op.Less(places, places.Like(0)), places + size, places);
        var scattered = Op.ScatterElements(zeros, Op.Expand(places, updates.Shape), updates, 1, "add");
        return Op.Reshape(scattered, x.Shape);
    }

    private static Value?[] ScatterGradient(Node n, Value?[] dy)
    {
        string reduction = n.Attributes.String("reduction", "none");
        var indices = n.Input(1);
        int axis = Axis(n);
        var updates = Op.GatherElements(dy[0]!, indices, axis);
        return reduction switch
        {
            "add" => [dy[0], null, updates],
            "none" => [Op.ScatterElements(dy[0]!, indices, Zeros(dy[0]!, indices.Shape), axis), null, updates],
            _ => throw new GraphException(
                $"{n} scatters by '{reduction}', whose gradient is not known; 'none' and 'add' are."
            ),
        };
    }

    private static TensorType[] InferOneHot(Node n)
    {
        var indices = n.Input(0).Shape;
        int axis = Shapes.Axis(n, n.Attributes.Int("axis", -1), indices.Rank + 1);
        Dim depth = n.Input(1).Constant is { } constant ? constant.ToInt64s()[0] : Dim.Unknown;
        return
        [
            new TensorType(n.Input(2).ElementType, new Shape([.. indices.Take(axis), depth, .. indices.Skip(axis)])),
        ];
    }
}

public static partial class Op
{
    /// <summary>The entries of x at the indices along an axis, as NumPy's take.</summary>
    public static Value Gather(Value x, Value indices, int axis = 0) =>
        x.Graph.Emit("Gather", new Attributes { { "axis", axis } }, x, indices);

    /// <summary>For each place of the indices, the element of x at the same place but along the axis, where the index says which.</summary>
    public static Value GatherElements(Value x, Value indices, int axis) =>
        x.Graph.Emit("GatherElements", new Attributes { { "axis", axis } }, x, indices);

    /// <summary>x with elements replaced (or, by "add", increased) by the updates at the places that the indices name.</summary>
    public static Value ScatterElements(Value x, Value indices, Value updates, int axis, string reduction = "none") =>
        x.Graph.Emit(
            "ScatterElements",
            new Attributes { { "axis", axis }, { "reduction", reduction } },
            x,
            indices,
            updates
        );

    /// <summary>A row of zeros with a one at each index, of the given element type.</summary>
    public static Value OneHot(Value indices, long depth, ElementType type, int axis = -1)
    {
        var g = indices.Graph;
        var levels = g.Constant(
            new ConstantTensor(
                type,
                [2],
                [.. ConstantTensor.Scalar(0, type).Bytes, .. ConstantTensor.Scalar(1, type).Bytes]
            )
        );
        return g.Emit(
            "OneHot",
            new Attributes { { "axis", axis } },
            Cast(indices, ElementType.Int64),
            g.Ints(depth),
            levels
        );
    }
}
