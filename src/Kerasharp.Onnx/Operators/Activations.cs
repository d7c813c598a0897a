using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that ONNX has as operators of one input.</summary>
internal static class Activations
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("Relu", (n, dy) => Op.ReluGradient(dy, n.Output), ElementKind.Signed),
        Define.Unary("Sigmoid", (n, dy) => ActivationGradients.Of<SigmoidRule>(dy, n.Output)),
        Define.Unary("Tanh", (n, dy) => ActivationGradients.Of<TanhRule>(dy, n.Output)),
        Define.Unary("Softplus", (n, dy) => ActivationGradients.Of<SoftplusRule>(dy, n.Input(0))),
        Define.Unary("Softsign", (n, dy) => ActivationGradients.Of<SoftsignRule>(dy, n.Input(0))),
        Define.Unary("Erf", (n, dy) => dy * (2 / Math.Sqrt(Math.PI)) * Op.Exp(-(n.Input(0) * n.Input(0)))),
    ];

    /// <summary>1 where x is above 0, else 0. As a product it is the cheapest mask that standard operators make.</summary>
    internal static Value Positive(Value x) => Op.Cast(Op.Greater(x, x.Like(0)), x.ElementType);
}

public static partial class Op
{
    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    public static Value Relu(Value x) => x.Graph.Emit("Relu", x);

    /// <summary>The gradient that a Relu of output y hands on: dy where y is above 0, else 0.</summary>
    internal static Value ReluGradient(Value dy, Value y) => ActivationGradients.Of<ReluRule>(dy, y);

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
