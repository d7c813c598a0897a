using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Matrices by their diagonals.</summary>
internal static class Diagonals
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Trilu",
            Since = 14,
            Infer = InferTrilu,
            Gradient = (n, dy) => [n.Graph.Emit("Trilu", n.Attributes.Clone(), dy[0], n.Optional(1)), null],
        },
        new Operator
        {
            Name = "EyeLike",
            Infer = InferEye,
            Constant = "its elements depend on the shape alone",
        },
    ];

    private static TensorType[] InferTrilu(Node n)
    {
        var x = n.Input(0);
        return x.Rank >= 2
            ? [x.Type]
            : throw new GraphException($"{n} got a shape {x.Shape}; matrices of 2 or more dimensions were expected.");
    }

    private static TensorType[] InferEye(Node n)
    {
        var x = n.Input(0);
        Shapes.Rank(n, x, 2, "an input");
        return [x.Type with { ElementType = (ElementType)n.Attributes.Int("dtype", (long)x.ElementType) }];
    }
}

public static partial class Op
{
    /// <summary>Matrices with zeros below a diagonal (upper) or above it (lower).</summary>
    /// <param name="x">Matrices in the last two axes.</param>
    /// <param name="upper">Whether the part above the diagonal stays.</param>
    /// <param name="diagonal">How far the diagonal lies above the main one.</param>
    public static Value Trilu(Value x, bool upper = true, long diagonal = 0) =>
        Trilu(x, upper, diagonal == 0 ? null : x.Graph.Scalar(diagonal, ElementType.Int64));

    /// <summary>The same with a diagonal that may be computed, an int64.</summary>
    public static Value Trilu(Value x, bool upper, Value? diagonal) =>
        x.Graph.Emit("Trilu", new Attributes { { "upper", upper } }, x, diagonal);

    /// <summary>Ones on a diagonal and zeros elsewhere, in the shape of a matrix.</summary>
    public static Value EyeLike(Value x, ElementType? type = null, long diagonal = 0) =>
        x.Graph.Emit("EyeLike", new Attributes { { "dtype", type ?? x.ElementType }, { "k", diagonal } }, x);
}
