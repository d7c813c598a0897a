using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that ONNX has as operators of one input.</summary>
internal static class Activations
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("Relu", (n, dy) => dy * Positive(n.Output)),
        Define.Unary("Sigmoid", (n, dy) => dy * (n.Output * (1 - n.Output))),
        Define.Unary("Tanh", (n, dy) => dy * (1 - n.Output * n.Output)),
        Define.Unary("Softplus", (n, dy) => dy * Op.Sigmoid(n.Input(0))),
        Define.Unary("Softsign", (n, dy) => dy / Squared(1 + Op.Abs(n.Input(0)))),
        Define.Unary("Erf", (n, dy) => dy * (2 / Math.Sqrt(Math.PI)) * Op.Exp(-(n.Input(0) * n.Input(0)))),
        Define.Unary("LeakyRelu", (n, dy) => Op.Where(Above(n), dy, dy * n.Attributes.Float("alpha", 0.01f))),
        Define.Unary("Elu", EluGradient),
        Define.Unary("Selu", SeluGradient),
    ];

    private static Value Squared(Value x) => x * x;

    /// <summary>1 where x is above 0, else 0. As a product it is the cheapest mask that standard operators make.</summary>
    private static Value Positive(Value x) => Op.Cast(Op.Greater(x, x.Like(0)), x.ElementType);

    private static Value Above(Node n) => Op.Greater(n.Input(0), n.Input(0).Like(0));

    /// <summary>For x below 0, y = alpha (e^x - 1), so the slope is y + alpha.</summary>
    private static Value EluGradient(Node n, Value dy) =>
        Op.Where(Above(n), dy, dy * (n.Output + n.Attributes.Float("alpha", 1f)));

    private static Value SeluGradient(Node n, Value dy)
    {
        float gamma = n.Attributes.Float("gamma", Op.SeluGamma);
        float alpha = n.Attributes.Float("alpha", Op.SeluAlpha);
        return Op.Where(Above(n), dy * gamma, dy * (n.Output + gamma * alpha));
    }
}

public static partial class Op
{
    internal const float SeluAlpha = 1.67326319217681884765625f;
    internal const float SeluGamma = 1.05070102214813232421875f;

    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    public static Value Relu(Value x) => x.Graph.Emit("Relu", x);

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

    /// <summary>x above 0, alpha x below.</summary>
    public static Value LeakyRelu(Value x, double alpha = 0.01) =>
        x.Graph.Emit("LeakyRelu", new Attributes { { "alpha", alpha } }, x);

    /// <summary>x above 0, alpha (e^x - 1) below.</summary>
    public static Value Elu(Value x, double alpha = 1) => x.Graph.Emit("Elu", new Attributes { { "alpha", alpha } }, x);

    /// <summary>1.0507 times Elu with alpha 1.6733, which keeps the moments of its input.</summary>
    public static Value Selu(Value x) => x.Graph.Emit("Selu", x);
}
