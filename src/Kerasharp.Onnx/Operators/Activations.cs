using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that ONNX has as operators of one input.</summary>
internal static class Activations
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("Relu", (n, dy) => Op.ReluGradient(dy, n.Output), ElementKind.Signed),
        new Operator
        {
            Name = "ReluGradient",
            Domain = OperatorTable.KernelDomain,
            Elementwise = true,
            Infer = InferReluGradient,
            Gradient = (n, dz) => [Op.ReluGradient(dz[0]!, n.Input(1)), null],
            Decompose = n => [n.Input(0) * Positive(n.Input(1))],
        },
        Define.Unary("Sigmoid", (n, dy) => dy * (n.Output * (1 - n.Output))),
        Define.Unary("Tanh", (n, dy) => dy * (1 - n.Output * n.Output)),
        Define.Unary("Softplus", (n, dy) => dy * Op.Sigmoid(n.Input(0))),
        Define.Unary("Softsign", (n, dy) => dy / Squared(1 + Op.Abs(n.Input(0)))),
        Define.Unary("Erf", (n, dy) => dy * (2 / Math.Sqrt(Math.PI)) * Op.Exp(-(n.Input(0) * n.Input(0)))),
    ];

    private static Value Squared(Value x) => x * x;

    /// <summary>1 where x is above 0, else 0. As a product it is the cheapest mask that standard operators make.</summary>
    internal static Value Positive(Value x) => Op.Cast(Op.Greater(x, x.Like(0)), x.ElementType);

    private static TensorType[] InferReluGradient(Node n)
    {
        var (dy, y) = (n.Input(0), n.Input(1));
        Define.SameElements(n, dy, y);
        if (!dy.Shape.Equals(y.Shape))
            throw new GraphException(
                $"{n} got a gradient {dy.Shape} for an output {y.Shape}; their shapes must be equal. Expand the gradient."
            );
        return [y.Type];
    }
}

public static partial class Op
{
    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    public static Value Relu(Value x) => x.Graph.Emit("Relu", x);

    /// <summary>
    /// The gradient that a Relu of output y hands on: dy where y is above 0, else 0. One node where our kernel can serve; a gradient
    /// that still has to be broadcast is cheaper as a product.
    /// </summary>
    internal static Value ReluGradient(Value dy, Value y) =>
        y.ElementType == ElementType.Float32 && dy.Shape.Equals(y.Shape)
            ? y.Graph.Add(OperatorTable.KernelDomain, "ReluGradient", [dy, y]).Output
            : dy * Activations.Positive(y);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Value Sigmoid(Value x) => x.Graph.Emit("Sigmoid", x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Value Tanh(Value x) => x.Graph.Emit("Tanh", x);

    /// <summary>log(1 + e^x).</summary>
    public static Value Softplus(Value x) => x.Graph.Emit("Softplus", x);

    /// <summary>x / (1 + |x|).</summary>
    public static Value Softsign(Value x) => x.Graph.Emit("Softsign", x);

    /// <summary>The error function.</summary>
    public static Value Erf(Value x) => x.Graph.Emit("Erf", x);
}
