using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Comparisons, logic and choice.</summary>
internal static class Comparisons
{
    public static Operator[] Operators { get; } =
    [
        Define.Comparison("Equal", ElementKind.Any),
        Define.Comparison("Greater", ElementKind.Number),
        Define.Comparison("GreaterOrEqual", ElementKind.Number),
        Define.Comparison("Less", ElementKind.Number),
        Define.Comparison("LessOrEqual", ElementKind.Number),
        Define.Comparison("And", ElementKind.Truth),
        Define.Comparison("Or", ElementKind.Truth),
        Define.Comparison("Xor", ElementKind.Truth),
        Define.Stepwise("Not", ElementKind.Truth),
        Classifier("IsNaN"),
        Classifier("IsInf", since16: 20),
        new Operator
        {
            Name = "Where",
            Elementwise = true,
            Infer = InferWhere,
            Gradient = (n, dy) =>
                [null, Op.Where(n.Input(0), dy[0]!, dy[0]!.Like(0)), Op.Where(n.Input(0), dy[0]!.Like(0), dy[0]!)],
        },
    ];

    /// <summary>A question about each floating-point number.</summary>
    /// <param name="name">The operator's name.</param>
    /// <param name="since16">The opset from which on the numbers may have 16 bits.</param>
    private static Operator Classifier(string name, int since16 = 0) =>
        new()
        {
            Name = name,
            Elementwise = true,
            Infer = n => [Define.Same(n, ElementKind.Float) with { ElementType = ElementType.Bool }],
            Constant = Define.Steps,
            Lacks = (n, opset) =>
                opset < since16 && n.Input(0).ElementType is ElementType.Float16 or ElementType.BFloat16,
            Decompose = n => [n.Graph.Emit(name, n.Attributes.Clone(), Op.Cast(n.Input(0), ElementType.Float32))],
        };

    private static TensorType[] InferWhere(Node n)
    {
        ElementKind.Truth.Demand(n, n.Input(0), "condition");
        ElementKind.Any.Demand(n, n.Input(1));
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

    /// <summary>Whether a number is none, as 0/0 is.</summary>
    public static Value IsNaN(Value x) => x.Graph.Emit("IsNaN", x);

    /// <summary>Whether a number is infinite.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="negative">Whether minus infinity counts.</param>
    /// <param name="positive">Whether plus infinity counts.</param>
    public static Value IsInf(Value x, bool negative = true, bool positive = true) =>
        x.Graph.Emit("IsInf", new Attributes { { "detect_negative", negative }, { "detect_positive", positive } }, x);
}
