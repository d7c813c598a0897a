using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Circular and hyperbolic functions and their inverses.</summary>
internal static class Trigonometry
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("Sin", (n, dy) => dy * Op.Cos(n.Input(0))),
        Define.Unary("Cos", (n, dy) => -(dy * Op.Sin(n.Input(0)))),
        Define.Unary("Tan", (n, dy) => dy * (1 + n.Output * n.Output)),
        Define.Unary("Asin", (n, dy) => dy / Leg(n.Input(0))),
        Define.Unary("Acos", (n, dy) => -(dy / Leg(n.Input(0)))),
        Define.Unary("Atan", (n, dy) => dy / (1 + n.Input(0) * n.Input(0))),
        Define.Unary("Sinh", (n, dy) => dy * Op.Cosh(n.Input(0))),
        Define.Unary("Cosh", (n, dy) => dy * Op.Sinh(n.Input(0))),
        Define.Unary("Asinh", (n, dy) => dy / Op.Sqrt(1 + n.Input(0) * n.Input(0))),
        Define.Unary("Acosh", (n, dy) => dy / (Op.Sqrt(n.Input(0) - 1) * Op.Sqrt(n.Input(0) + 1))),
        Define.Unary("Atanh", (n, dy) => dy / LegSquared(n.Input(0))),
    ];

    private static Value Leg(Value x) => Op.Sqrt(LegSquared(x));

    /// <summary>1 - x^2 as a product: near 1 the difference of the squares would lose the digits that count.</summary>
    private static Value LegSquared(Value x) => (1 - x) * (1 + x);
}

public static partial class Op
{
    /// <summary>The sine.</summary>
    public static Value Sin(Value x) => x.Graph.Emit("Sin", x);

    /// <summary>The cosine.</summary>
    public static Value Cos(Value x) => x.Graph.Emit("Cos", x);

    /// <summary>The tangent.</summary>
    public static Value Tan(Value x) => x.Graph.Emit("Tan", x);

    /// <summary>The angle from -pi/2 to pi/2 whose sine is x; x lies between -1 and 1, where the slope is infinite.</summary>
    public static Value Asin(Value x) => x.Graph.Emit("Asin", x);

    /// <summary>The angle from 0 to pi whose cosine is x; x lies between -1 and 1, where the slope is infinite.</summary>
    public static Value Acos(Value x) => x.Graph.Emit("Acos", x);

    /// <summary>The angle from -pi/2 to pi/2 whose tangent is x.</summary>
    public static Value Atan(Value x) => x.Graph.Emit("Atan", x);

    /// <summary>The hyperbolic sine, (e^x - e^-x) / 2.</summary>
    public static Value Sinh(Value x) => x.Graph.Emit("Sinh", x);

    /// <summary>The hyperbolic cosine, (e^x + e^-x) / 2.</summary>
    public static Value Cosh(Value x) => x.Graph.Emit("Cosh", x);

    /// <summary>The number whose hyperbolic sine is x.</summary>
    public static Value Asinh(Value x) => x.Graph.Emit("Asinh", x);

    /// <summary>The number from 0 on whose hyperbolic cosine is x; x is at least 1, where the slope is infinite.</summary>
    public static Value Acosh(Value x) => x.Graph.Emit("Acosh", x);

    /// <summary>The number whose hyperbolic tangent is x; x lies between -1 and 1.</summary>
    public static Value Atanh(Value x) => x.Graph.Emit("Atanh", x);
}
