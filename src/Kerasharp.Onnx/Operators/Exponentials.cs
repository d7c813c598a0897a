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
            Infer = InferPow,
            Gradient = (n, dy) => PowGradient(n, dy[0]!),
        },
    ];

    /// <summary>The exponent may be of another type than the base, whose type the power has.</summary>
    private static TensorType[] InferPow(Node n)
    {
        var (x, p) = (n.Input(0), n.Input(1));
        ElementKind.WideSigned.Demand(n, x, "base");
        ElementKind.Number.Demand(n, p, "exponent");
        return [x.Type with { Shape = Shapes.Broadcast(n, x.Shape, p.Shape) }];
    }

    private static Value?[] PowGradient(Node n, Value dy)
    {
        var x = n.Input(0);
        var p = Op.Cast(n.Input(1), x.ElementType);
        var zero = x.Like(0);
        // Where p is 0 the slope is 0 also at x = 0, where x^-1 would give 0 * inf.
        var power =
            p.Constant?.ToDoubles().Contains(0) == false
                ? p
                : Op.Where(Op.And(Op.Equal(p, zero), Op.Equal(x, zero)), x.Like(1), p);
        // Squares are frequent, and a power is far dearer than a product.
        bool square = p.Constant is { Count: 1 } two && two.IsAll(2) && p.Rank <= x.Rank;
        var dx = dy * p * (square ? x : Op.Pow(x, power - 1));
        // As x goes to 0, x^p log x does so too, for p above 0; below 0 a power between whole exponents is no number, so that there is
        // no slope. A number instead of infinity or none keeps what the sum over a broadcast exponent gets from the other places.
        var positive = Op.Greater(x, zero);
        var logarithm = Op.Log(Op.Where(positive, x, x.Like(1)));
        var dp = dy * Op.Where(positive, n.Output * logarithm, zero);
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

    /// <summary>
    /// x to the power p, with broadcasting; of x's element type. The gradient by p is 0 where x is not above 0.
    /// </summary>
    public static Value Pow(Value x, Value p) => x.Graph.Emit("Pow", x, p);
}
