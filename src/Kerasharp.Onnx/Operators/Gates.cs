using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Activation functions that multiply x by a gate between 0 and 1, and a gate without x.</summary>
internal static class Gates
{
    private static readonly double Root2 = Math.Sqrt(2);
    private static readonly double Root2OverPi = Math.Sqrt(2 / Math.PI);

    public static Operator[] Operators { get; } =
    [
        Define.Unary("HardSigmoid", HardSigmoidGradient),
        Of("HardSwish", 14, x => x * Op.HardSigmoid(x, 1.0 / 6, 0.5)),
        Of("Mish", 18, x => x * Op.Tanh(Op.Softplus(x))),
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
        new Operator
        {
            Name = "GeluGradient",
            Domain = OperatorTable.KernelDomain,
            Elementwise = true,
            Infer = n => [n.Input(1).Type],
            Gradient = (n, dz) => ReverseSweep.Through(n, GeluBackward, dz),
            Decompose = GeluBackward,
        },
    ];

    private static Operator Of(string name, int since, Func<Value, Value> compose) =>
        Define.Composed(
            name,
            n => [Define.Same(n, ElementKind.Float)],
            n => [compose(n.Input(0))],
            elementwise: true,
            since
        );

    private static Value HardSigmoidGradient(Node n, Value dy)
    {
        var y = n.Output;
        var rising = Op.And(Op.Greater(y, y.Like(0)), Op.Less(y, y.Like(1)));
        return dy * (Op.Cast(rising, dy.ElementType) * n.Attributes.Float("alpha", 0.2f));
    }

    private static TensorType[] InferGelu(Node n)
    {
        string form = n.Attributes.String("approximate", "none");
        if (form is not ("none" or "tanh"))
            throw new GraphException(
                $"{n} got the approximation '{form}'; 'none' or 'tanh' was expected. Give one of them."
            );
        return [Define.Same(n, ElementKind.Float)];
    }

    /// <summary>One node where our kernel can serve; a gradient that still has to be broadcast goes through the composition.</summary>
    private static Value?[] GeluGradient(Node n, Value?[] dy)
    {
        var x = n.Input(0);
        bool kernel =
            x.ElementType == ElementType.Float32
            && dy[0]!.Shape.Equals(x.Shape)
            && n.Attributes.String("approximate", "none") == "none";
        return kernel
            ? [n.Graph.Add(OperatorTable.KernelDomain, "GeluGradient", [dy[0], x]).Output]
            : ReverseSweep.Through(n, DecomposeGelu, dy);
    }

    /// <summary>dy (Φ(x) + x φ(x)).</summary>
    private static Value[] GeluBackward(Node n)
    {
        var (dy, x) = (n.Input(0), n.Input(1));
        var density = Op.Exp(x * x * -0.5) * (1 / Math.Sqrt(2 * Math.PI));
        return [dy * ((Op.Erf(x / Root2) + 1) * 0.5 + x * density)];
    }

    private static Value[] DecomposeGelu(Node n)
    {
        var x = n.Input(0);
        var gate =
            n.Attributes.String("approximate", "none") == "tanh"
                ? Op.Tanh(Root2OverPi * (x * (1 + 0.044715 * (x * x))))
                : Op.Erf(x / Root2);
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
