using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Sums, products and their kin, element by element.</summary>
internal static class Arithmetic
{
    public static Operator[] Operators { get; } =
    [
        Define.Binary("Add", (n, dy) => [dy, dy]),
        Define.Binary("Sub", (n, dy) => [dy, -dy]),
        // A square is read once: its two halves would be equal, and their sum another pass.
        Define.Binary(
            "Mul",
            (n, dy) => n.Input(0) == n.Input(1) ? [dy * 2 * n.Input(0), null] : [dy * n.Input(1), dy * n.Input(0)]
        ),
        Define.Binary("Div", (n, dy) => [dy / n.Input(1), -(dy * n.Output / n.Input(1))]),
        Define.Unary("Neg", (n, dy) => -dy, ElementKind.Signed),
        Define.Unary("Abs", (n, dy) => dy * Op.Sign(n.Input(0)), ElementKind.Number),
        Define.Unary("Reciprocal", (n, dy) => -(dy * n.Output * n.Output)),
        Define.Unary("Identity", (n, dy) => dy, ElementKind.Any),
        Define.Several("Sum", (n, dy) => Each(n, dy), ElementKind.Float),
        Define.Several("Mean", (n, dy) => Each(n, dy / n.Inputs.Count), ElementKind.Float),
        Define.Stepwise("Sign", ElementKind.Number),
        Define.Stepwise("Floor"),
        Define.Stepwise("Ceil"),
        Define.Stepwise("Round"),
        new Operator
        {
            Name = "StopGradient",
            Domain = OperatorTable.KernelDomain,
            Elementwise = true,
            Infer = n => [n.Input(0).Type],
            Constant = "it stops the gradient on purpose",
            Decompose = n => [n.Input(0)],
        },
    ];

    private static Value?[] Each(Node n, Value gradient)
    {
        var result = new Value?[n.Inputs.Count];
        Array.Fill(result, gradient);
        return result;
    }
}

public static partial class Op
{
    /// <summary>a + b, with broadcasting.</summary>
    public static Value Add(Value a, Value b) => a.Graph.Emit("Add", a, b);

    /// <summary>a - b, with broadcasting.</summary>
    public static Value Sub(Value a, Value b) => a.Graph.Emit("Sub", a, b);

    /// <summary>a * b, with broadcasting.</summary>
    public static Value Mul(Value a, Value b) => a.Graph.Emit("Mul", a, b);

    /// <summary>a / b, with broadcasting; integers are divided towards zero.</summary>
    public static Value Div(Value a, Value b) => a.Graph.Emit("Div", a, b);

    /// <summary>-x.</summary>
    public static Value Neg(Value x) => x.Graph.Emit("Neg", x);

    /// <summary>|x|; its gradient at 0 is 0.</summary>
    public static Value Abs(Value x) => x.Graph.Emit("Abs", x);

    /// <summary>1 / x.</summary>
    public static Value Reciprocal(Value x) => x.Graph.Emit("Reciprocal", x);

    /// <summary>The sum of one or more values, with broadcasting.</summary>
    public static Value Sum(params ReadOnlySpan<Value> values) => Several("Sum", values);

    /// <summary>The mean of one or more values, element by element, with broadcasting.</summary>
    public static Value Mean(params ReadOnlySpan<Value> values) => Several("Mean", values);

    private static Value Several(string op, ReadOnlySpan<Value> values) =>
        values.Length > 0
            ? values[0].Graph.Emit(op, values!)
            : throw new GraphException($"A {op} of no values came; one or more were expected. Give some.");

    /// <summary>-1, 0 or 1.</summary>
    public static Value Sign(Value x) => x.Graph.Emit("Sign", x);

    /// <summary>The greatest integer that is not greater.</summary>
    public static Value Floor(Value x) => x.Graph.Emit("Floor", x);

    /// <summary>The least integer that is not less.</summary>
    public static Value Ceil(Value x) => x.Graph.Emit("Ceil", x);

    /// <summary>The nearest integer; halves go to the even one.</summary>
    public static Value Round(Value x) => x.Graph.Emit("Round", x);

    /// <summary>x itself, through which no gradient flows.</summary>
    internal static Value StopGradient(Value x) => x.Graph.Add(OperatorTable.KernelDomain, "StopGradient", [x]).Output;

    /// <summary>x itself, under a name of its own.</summary>
    public static Value Identity(Value x) => x.Graph.Emit("Identity", x);
}
