using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Losses;

/// <summary>What losses of probabilities share.</summary>
internal static class Probabilities
{
    /// <summary>Keras's epsilon: no probability counts as less, nor as more than 1 less it.</summary>
    public const double Epsilon = 1e-7;

    /// <summary>Probabilities kept away from 0 and 1; where they were cut there is no gradient.</summary>
    public static SymbolicTensor Clip(SymbolicTensor p) => Ops.Clip(p, Epsilon, 1 - Epsilon);

    /// <summary>
    /// What a sigmoid made the probabilities of, or null. Computed from it, a loss has exact gradients and no cut: nothing is lost by
    /// e to a large power.
    /// </summary>
    public static SymbolicTensor? BeforeSigmoid(SymbolicTensor p) =>
        BeforeSigmoid(p.Value) is { } logits ? new SymbolicTensor(logits) : null;

    /// <summary>What a softmax along an axis made the probabilities of, or null.</summary>
    public static SymbolicTensor? BeforeSoftmax(SymbolicTensor p, int axis)
    {
        var value = p.Value;
        while (value.ProducedBy("Cast") is { } cast && cast.Input(0).ElementType.IsFloat())
            value = cast.Input(0);
        if (
            value.ProducedBy("Softmax") is not { } softmax
            || Axis((int)softmax.Attributes.Int("axis", -1), p.Rank) != axis
        )
            return null;
        return new SymbolicTensor(Op.Cast(softmax.Input(0), p.ElementType));
    }

    /// <summary>An axis counted from the first.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public static int Axis(int axis, int rank) =>
        axis >= -rank && axis < rank
            ? (axis + rank) % rank
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"The axis {axis} came for predictions of {rank} dimensions; give one from {-rank} to {rank - 1}."
                )
            );

    // Casts and changes of shape may stand between: they act on logits as they do on probabilities.
    private static Value? BeforeSigmoid(Value p)
    {
        if (p.ProducedBy("Sigmoid") is { } sigmoid)
            return sigmoid.Input(0);
        if (p.ProducedBy("Cast") is { } cast && cast.Input(0).ElementType.IsFloat())
            return BeforeSigmoid(cast.Input(0)) is { } wide ? Op.Cast(wide, p.ElementType) : null;
        var node = p.ProducedBy("Squeeze") ?? p.ProducedBy("Unsqueeze") ?? p.ProducedBy("Reshape");
        if (node?.Optional(1) is not { } shape || BeforeSigmoid(node.Input(0)) is not { } logits)
            return null;
        return p.Graph.Add(node.Domain, node.Op, [logits, shape], node.Attributes).Output;
    }
}
