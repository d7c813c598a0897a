using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that treat numbers on two sides of a threshold differently.</summary>
internal static class Rectifiers
{
    public static Operator[] Operators { get; } =
    [
        Define.Unary("LeakyRelu", LeakyGradient),
        new Operator
        {
            Name = "PRelu",
            Elementwise = true,
            Infer = InferPRelu,
            Gradient = (n, dy) =>
                [Op.Where(Above(n), dy[0]!, dy[0]! * n.Input(1)), dy[0]! * Op.Min(n.Input(0), n.Input(0).Like(0))],
        },
        Define.Unary("ThresholdedRelu", (n, dy) => dy * Mask(Above(n, n.Attributes.Float("alpha", 1f)), dy)),
        new Operator
        {
            Name = "Shrink",
            Elementwise = true,
            Infer = n => [Define.Same(n, ElementKind.Number)],
            Gradient = (n, dy) =>
                [
                    dy[0]!
                        * Mask(
                            Op.Greater(Op.Abs(n.Input(0)), n.Input(0).Like(n.Attributes.Float("lambd", 0.5f))),
                            dy[0]!
                        ),
                ],
        },
        Define.Unary("Elu", EluGradient),
        Define.Unary("Selu", SeluGradient),
        new Operator
        {
            Name = "Celu",
            Elementwise = true,
            Infer = n => [Define.Same(n, ElementKind.Float)],
            Gradient = (n, dy) => [CeluGradient(n, dy[0]!)],
            // ONNX has it for float32 alone.
            Lacks = (n, _) => n.Input(0).ElementType != ElementType.Float32,
            Decompose = DecomposeCelu,
        },
    ];

    private static Value Above(Node n, double threshold = 0) => Op.Greater(n.Input(0), n.Input(0).Like(threshold));

    private static Value Mask(Value condition, Value dy) => Op.Cast(condition, dy.ElementType);

    private static TensorType[] InferPRelu(Node n)
    {
        var (x, slope) = (n.Input(0), n.Input(1));
        ElementKind.Wide.Demand(n, x);
        Define.SameElements(n, x, slope);
        var type = x.Type with { Shape = Shapes.Broadcast(n, x.Shape, slope.Shape) };
        if (type.Shape.Rank != x.Rank || Enumerable.Range(0, x.Rank).Any(i => x.Shape[i].IsOne && !type.Shape[i].IsOne))
            throw new GraphException(
                $"{n} got a slope {slope.Shape} for an input {x.Shape}; it must broadcast to the input's shape. Reshape it."
            );
        return [x.Type];
    }

    /// <summary>The output has the input's sign unless alpha is negative.</summary>
    private static Value LeakyGradient(Node n, Value dy)
    {
        float alpha = n.Attributes.Float("alpha", 0.01f);
        return ActivationGradients.Of<LeakyReluRule>(dy, alpha < 0 ? n.Input(0) : n.Output, alpha);
    }

    /// <summary>For x below 0, y = alpha (e^x - 1), so the slope is y + alpha.</summary>
    private static Value EluGradient(Node n, Value dy)
    {
        float alpha = n.Attributes.Float("alpha", 1f);
        return alpha < 0
            ? Op.Where(Above(n), dy, dy * (n.Output + alpha))
            : ActivationGradients.Of<EluRule>(dy, n.Output, 1, alpha);
    }

    private static Value SeluGradient(Node n, Value dy)
    {
        float gamma = n.Attributes.Float("gamma", Op.SeluGamma);
        float alpha = n.Attributes.Float("alpha", Op.SeluAlpha);
        return gamma < 0 || alpha < 0
            ? Op.Where(Op.Less(n.Input(0), n.Input(0).Like(0)), dy * (n.Output + gamma * alpha), dy * gamma)
            : ActivationGradients.Of<SeluRule>(dy, n.Output, gamma, gamma * alpha);
    }

    /// <summary>For x below 0, y = alpha (e^(x / alpha) - 1), so the slope is y / alpha + 1.</summary>
    private static Value CeluGradient(Node n, Value dy)
    {
        double alpha = CeluAlpha(n);
        return alpha < 0
            ? Op.Where(Above(n), dy, dy * (n.Output / alpha + 1))
            : ActivationGradients.Of<EluRule>(dy, n.Output, (float)(1 / alpha), 1);
    }

    private static double CeluAlpha(Node n) => n.Attributes.Float("alpha", 1f);

    private static Value[] DecomposeCelu(Node n)
    {
        var (x, zero, alpha) = (n.Input(0), n.Input(0).Like(0), CeluAlpha(n));
        return [Op.Max(x, zero) + alpha * (Op.Exp(Op.Min(x, zero) / alpha) - 1)];
    }
}

public static partial class Op
{
    internal const float SeluAlpha = 1.67326319217681884765625f;
    internal const float SeluGamma = 1.05070102214813232421875f;

    /// <summary>x above 0, alpha x below.</summary>
    public static Value LeakyRelu(Value x, double alpha = 0.01) =>
        x.Graph.Emit("LeakyRelu", new Attributes { { "alpha", alpha } }, x);

    /// <summary>x above 0, slope x below; the slope broadcasts to x. Its gradient at 0 is that of the left side.</summary>
    public static Value PRelu(Value x, Value slope) => x.Graph.Emit("PRelu", x, slope);

    /// <summary>x above alpha, else 0.</summary>
    public static Value ThresholdedRelu(Value x, double alpha = 1) =>
        x.Graph.Emit("ThresholdedRelu", new Attributes { { "alpha", alpha } }, x);

    /// <summary>0 from -threshold to threshold; x - bias above, x + bias below.</summary>
    public static Value Shrink(Value x, double threshold = 0.5, double bias = 0) =>
        x.Graph.Emit("Shrink", new Attributes { { "bias", bias }, { "lambd", threshold } }, x);

    /// <summary>x above 0, alpha (e^x - 1) below.</summary>
    public static Value Elu(Value x, double alpha = 1) => x.Graph.Emit("Elu", new Attributes { { "alpha", alpha } }, x);

    /// <summary>1.0507 times Elu with alpha 1.6733, which keeps the moments of its input.</summary>
    public static Value Selu(Value x) => x.Graph.Emit("Selu", x);

    /// <summary>x above 0, alpha (e^(x / alpha) - 1) below; smooth at 0 for every alpha.</summary>
    public static Value Celu(Value x, double alpha = 1) =>
        x.Graph.Emit("Celu", new Attributes { { "alpha", alpha } }, x);
}
