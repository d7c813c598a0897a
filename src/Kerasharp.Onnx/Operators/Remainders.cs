using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>What a division leaves.</summary>
internal static class Remainders
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Mod",
            Elementwise = true,
            Infer = Infer,
            // a mod b = a - b q, with a whole q that is constant but for jumps.
            Gradient = (n, dy) => [dy[0], -(dy[0]! * Op.Round((n.Input(0) - n.Output) / n.Input(1)))],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var type = Define.Broadcast(n, 2, ElementKind.Number);
        if (type.ElementType.IsFloat() && n.Attributes.Int("fmod") == 0)
            throw new GraphException(
                $"{n} got elements of {type.ElementType} and fmod = 0, which ONNX has for integers alone; fmod = 1 was expected. "
                    + "Set it, or use Op.Mod, which composes the other remainder."
            );
        return [type];
    }
}

public static partial class Op
{
    /// <summary>What the division of a by b leaves, with broadcasting.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    /// <param name="truncated">
    /// Whether the quotient is rounded towards zero, so that the remainder has the sign of a, as C#'s operator gives it; else it is
    /// rounded down and the remainder has the sign of b, as Python's gives it.
    /// </param>
    public static Value Mod(Value a, Value b, bool truncated = false)
    {
        bool composed = !truncated && a.ElementType.IsFloat();
        var remainder = a.Graph.Emit("Mod", new Attributes { { "fmod", truncated || composed } }, a, b);
        if (!composed)
            return remainder;
        // ONNX rounds a quotient down for integers only.
        var zero = a.Like(0);
        var otherSign = And(Not(Equal(remainder, zero)), Xor(Less(remainder, zero), Less(b, zero)));
        return Where(otherSign, remainder + b, remainder);
    }
}
