using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that multiply x by a gate between 0 and 1, and a gate without x.</summary>
internal static class Gates
{
    private static readonly double Root2 = Math.Sqrt(2);
    private static readonly double Root2OverPi = Math.Sqrt(2 / Math.PI);

    public static Operator[] Operators { get; } =
    [
        Define.Unary("HardSigmoid", HardSigmoidGradient),
        Of<HardSwishRule>("HardSwish", 14, x => x * Op.HardSigmoid(x, 1.0 / 6, 0.5)),
        Of<MishRule>("Mish", 18, x => x * Op.Tanh(Op.Softplus(x))),
        new Operator
        {
            Name = "Gelu",
            Elementwise = true,
            Infer = InferGelu,
            Gradient = GeluGradient,
            IsComposed = true,
            Decompose = DecomposeGelu,
            Since = 20,
        },
    ];

    private static Operator Of<TRule>(string name, int since, Func<Value, Value> compose)
        where TRule : struct, IActivationRule =>
        new()
        {
            Name = name,
            Elementwise = true,
            Since = since,
            Infer = n => [Define.Same(n, ElementKind.Float)],
            Decompose = n => [compose(n.Input(0))],
            Gradient = (n, dy) => Through<TRule>(n, v => [compose(v.Input(0))], dy),
            IsComposed = true,
        };

    /// <summary>One node where our kernel can serve; a gradient that still has to be broadcast goes through the composition.</summary>
    private static Value?[] Through<TRule>(Node n, Decomposition compose, Value?[] dy)
        where TRule : struct, IActivationRule =>
        ActivationGradients.Fits(dy[0]!, n.Input(0))
            ? [ActivationGradients.Node<TRule>(dy[0]!, n.Input(0))]
            : ReverseSweep.Through(n, compose, dy);

    private static Value HardSigmoidGradient(Node n, Value dy) =>
        ActivationGradients.Of<RampRule>(dy, n.Output, 1, n.Attributes.Float("alpha", 0.2f));

    private static TensorType[] InferGelu(Node n)
    {
        string form = n.Attributes.String("approximate", "none");
        if (form is not ("none" or "tanh"))
            throw new GraphException(
                $"{n} got the approximation '{form}'; 'none' or 'tanh' was expected. Give one of them."
            );
        return [Define.Same(n, ElementKind.Float)];
    }

    private static Value?[] GeluGradient(Node n, Value?[] dy) =>
        IsByTanh(n) ? Through<TanhGeluRule>(n, DecomposeGelu, dy) : Through<GeluRule>(n, DecomposeGelu, dy);

    private static bool IsByTanh(Node n) => n.Attributes.String("approximate", "none") == "tanh";

    private static Value[] DecomposeGelu(Node n)
    {
        var x = n.Input(0);
        var gate = IsByTanh(n) ? Op.Tanh(Root2OverPi * (x * (1 + 0.044715 * (x * x)))) : Op.Erf(x / Root2);
        return [x * (gate + 1) * 0.5];
    }
}

public static partial class Op
{
    /// <summary>alpha x + beta, but no less than 0 and no more than 1; at the two kinks the gradient is 0.</summary>
    public static Value HardSigmoid(Value x, double alpha = 0.2, double beta = 0.5) =>
        x.Graph.Emit("HardSigmoid", new Attributes { { "alpha", alpha }, { "beta", beta } }, x);

    /// <summary>x times HardSigmoid of x with alpha 1/6 and beta 1/2.</summary>
    public static Value HardSwish(Value x) => x.Graph.Emit("HardSwish", x);

    /// <summary>x tanh(log(1 + e^x)).</summary>
    public static Value Mish(Value x) => x.Graph.Emit("Mish", x);

    /// <summary>x times the probability that a normal number is below x, or an approximation of it by tanh.</summary>
    public static Value Gelu(Value x, bool approximate = false) =>
        x.Graph.Emit("Gelu", new Attributes { { "approximate", approximate ? "tanh" : "none" } }, x);
}
