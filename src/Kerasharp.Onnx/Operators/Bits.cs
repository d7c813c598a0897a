using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Operations on the bits of integers.</summary>
internal static class Bits
{
    public static Operator[] Operators { get; } =
    [
        Of("BitwiseAnd", 18, n => Define.Broadcast(n, 2, ElementKind.Integer)),
        Of("BitwiseOr", 18, n => Define.Broadcast(n, 2, ElementKind.Integer)),
        Of("BitwiseXor", 18, n => Define.Broadcast(n, 2, ElementKind.Integer)),
        Of("BitwiseNot", 18, n => Define.Same(n, ElementKind.Integer)),
        Of("BitShift", 11, InferShift),
    ];

    private static Operator Of(string name, int since, Func<Node, TensorType> infer) =>
        new()
        {
            Name = name,
            Since = since,
            Elementwise = true,
            Infer = n => [infer(n)],
            Constant = Define.Discrete,
        };

    private static TensorType InferShift(Node n)
    {
        string direction = n.Attributes.String("direction");
        if (direction is not ("LEFT" or "RIGHT"))
            throw new GraphException(
                $"{n} got the direction '{direction}'; 'LEFT' or 'RIGHT' was expected. Give one of them."
            );
        return Define.Broadcast(n, 2, ElementKind.Unsigned);
    }
}

public static partial class Op
{
    /// <summary>The bits that both have, with broadcasting.</summary>
    public static Value BitwiseAnd(Value a, Value b) => a.Graph.Emit("BitwiseAnd", a, b);

    /// <summary>The bits that one of them has, or both, with broadcasting.</summary>
    public static Value BitwiseOr(Value a, Value b) => a.Graph.Emit("BitwiseOr", a, b);

    /// <summary>The bits that just one of them has, with broadcasting.</summary>
    public static Value BitwiseXor(Value a, Value b) => a.Graph.Emit("BitwiseXor", a, b);

    /// <summary>The bits that x has not.</summary>
    public static Value BitwiseNot(Value x) => x.Graph.Emit("BitwiseNot", x);

    /// <summary>The bits of x moved by so many places, with broadcasting; to the left, towards the higher ones, or to the right.</summary>
    public static Value BitShift(Value x, Value places, bool left) =>
        x.Graph.Emit("BitShift", new Attributes { { "direction", left ? "LEFT" : "RIGHT" } }, x, places);
}
