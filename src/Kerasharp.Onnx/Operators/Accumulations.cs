using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Running sums.</summary>
internal static class Accumulations
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "CumSum",
            Infer = Infer,
            // An element enters the sums from its place on; its gradient is the sum of theirs.
            Gradient = (n, dy) =>
                [Op.CumSum(dy[0]!, n.Input(1), Flag(n, "exclusive"), reverse: !Flag(n, "reverse")), null],
        },
    ];

    private static bool Flag(Node n, string name) => n.Attributes.Int(name) != 0;

    private static TensorType[] Infer(Node n)
    {
        var (x, axis) = (n.Input(0), n.Input(1));
        if (axis.Rank > 1 || (axis.Shape.IsStatic && axis.Shape.ElementCount != 1))
            throw new GraphException(
                $"{n} got an axis of shape {axis.Shape}; a single integer was expected. Give one axis, and one CumSum for each."
            );
        if (x.Rank == 0)
            throw new GraphException(
                $"{n} got a number without dimensions; at least one is needed. Reshape it to (1,)."
            );
        if (Shapes.Known(n, 1) is [var known])
            Shapes.Axis(n, known, x.Rank);
        return [x.Type];
    }
}

public static partial class Op
{
    /// <summary>The sums of the elements up to each place along an axis.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="exclusive">Whether a place's own element is left out of its sum.</param>
    /// <param name="reverse">Whether the sums run from the last place to the first.</param>
    public static Value CumSum(Value x, int axis, bool exclusive = false, bool reverse = false) =>
        CumSum(x, x.Graph.Scalar(axis, ElementType.Int64), exclusive, reverse);

    /// <summary>The same along a computed axis, a single integer.</summary>
    public static Value CumSum(Value x, Value axis, bool exclusive = false, bool reverse = false) =>
        x.Graph.Emit("CumSum", new Attributes { { "exclusive", exclusive }, { "reverse", reverse } }, x, axis);
}
