using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Exponentials, logarithms and powers.</summary>
internal static class Exponentials
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("Exp", (n, dy) => dy * n.Output),
        Define.Unary("Log", (n, dy) => dy / n.Input(0)),
        Define.Unary("Sqrt", (n, dy) => dy * 0.5 / n.Output),
        new Operator
        {
            Name = "Pow",
            Elementwise = true,
            // The exponent may have another type.
            Infer = n => [n.Input(0).Type with { Shape = Shapes.Broadcast(n, n.Input(0).Shape, n.Input(1).Shape) }],
            Gradient = (n, dy) => PowGradient(n, dy[0]!),
        },
    ];

    private static Value?[] PowGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        var p = Op.Cast(n.Input(1), x.ElementType);
        // Where p is 0 the slope is 0 also at x = 0, where x^-1 would give 0 * inf.
        var power = p.Constant?.ToDoubles().Contains(0) == false ? p : Op.Where(Op.Equal(p, p.Like(0)), p.Like(1), p);
        var dx = dy * p * Op.Pow(x, power - 1);
        // x^p log x tends to 0 as x goes to 0 with p > 0; the logarithm alone would give 0 * -inf.
        var safe = Op.Where(Op.Equal(x, x.Like(0)), x.Like(1), x);
        var dp = dy * n.Output * Op.Log(safe);
        return [dx, n.Input(1).ElementType.IsFloat() ? Op.Cast(dp, n.Input(1).ElementType) : null];
    }
}

public static partial class Op
{
    /// <summary>e to the power x.</summary>
    public static Value Exp(Value x) => x.Graph.Emit("Exp", x);

    /// <summary>The natural logarithm.</summary>
    public static Value Log(Value x) => x.Graph.Emit("Log", x);

    /// <summary>The square root.</summary>
    public static Value Sqrt(Value x) => x.Graph.Emit("Sqrt", x);

    /// <summary>x to the power p, with broadcasting; of x's element type.</summary>
    public static Value Pow(Value x, Value p) => x.Graph.Emit("Pow", x, p);
}
