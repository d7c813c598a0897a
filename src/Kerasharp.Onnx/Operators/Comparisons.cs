using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Comparisons, logic, choice and conversion.</summary>
internal static class Comparisons
{
    public static Operator[] Operators { get; } =
    [
        Define.Comparison("Equal"),
        Define.Comparison("Greater"),
        Define.Comparison("GreaterOrEqual"),
        Define.Comparison("Less"),
        Define.Comparison("LessOrEqual"),
        Define.Comparison("And"),
        Define.Comparison("Or"),
        Define.Comparison("Xor"),
        Define.Stepwise("Not"),
        new Operator
        {
            Name = "Where",
            Elementwise = true,
            Infer = InferWhere,
            Gradient = (n, dy) =>
                [null, Op.Where(n.Input(0), dy[0]!, dy[0]!.Like(0)), Op.Where(n.Input(0), dy[0]!.Like(0), dy[0]!)],
        },
        new Operator
        {
            Name = "Cast",
            Elementwise = true,
            Infer = n => [n.Input(0).Type with { ElementType = (ElementType)n.Attributes.Int("to") }],
            Gradient = (n, dy) =>
                [
                    n.Input(0).ElementType.IsFloat() && n.Output.ElementType.IsFloat()
                        ? Op.Cast(dy[0]!, n.Input(0).ElementType)
                        : null,
                ],
        },
    ];

    private static TensorType[] InferWhere(Node n)
    {
        Define.SameElements(n, n.Input(1), n.Input(2));
        var chosen = Shapes.Broadcast(n, n.Input(1).Shape, n.Input(2).Shape);
        return [new TensorType(n.Input(1).ElementType, Shapes.Broadcast(n, n.Input(0).Shape, chosen))];
    }
}

public static partial class Op
{
    /// <summary>Whether a = b.</summary>
    public static Value Equal(Value a, Value b) => a.Graph.Emit("Equal", a, b);

    /// <summary>Whether a &gt; b.</summary>
    public static Value Greater(Value a, Value b) => a.Graph.Emit("Greater", a, b);

    /// <summary>Whether a &gt;= b.</summary>
    public static Value GreaterOrEqual(Value a, Value b) => a.Graph.Emit("GreaterOrEqual", a, b);

    /// <summary>Whether a &lt; b.</summary>
    public static Value Less(Value a, Value b) => a.Graph.Emit("Less", a, b);

    /// <summary>Whether a &lt;= b.</summary>
    public static Value LessOrEqual(Value a, Value b) => a.Graph.Emit("LessOrEqual", a, b);

    /// <summary>Whether both hold.</summary>
    public static Value And(Value a, Value b) => a.Graph.Emit("And", a, b);

    /// <summary>Whether one of them holds, or both.</summary>
    public static Value Or(Value a, Value b) => a.Graph.Emit("Or", a, b);

    /// <summary>Whether just one of them holds.</summary>
    public static Value Xor(Value a, Value b) => a.Graph.Emit("Xor", a, b);

    /// <summary>Whether it does not hold.</summary>
    public static Value Not(Value a) => a.Graph.Emit("Not", a);

    /// <summary>a where the condition holds, else b; all three broadcast.</summary>
    public static Value Where(Value condition, Value a, Value b) => a.Graph.Emit("Where", condition, a, b);

    /// <summary>The same numbers as elements of another type; x itself where it has that type.</summary>
    public static Value Cast(Value x, ElementType to) =>
        x.ElementType == to ? x
        : x.Constant is { Count: 1 } c && x.Rank == 0 ? x.Graph.Scalar(c.ToDoubles()[0], to)
        : x.Graph.Emit("Cast", new Attributes { { "to", to } }, x);
}
