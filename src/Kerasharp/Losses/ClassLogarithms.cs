namespace Kerasharp.Losses;

/// <summary>The logarithms of the classes' probabilities.</summary>
internal static class ClassLogarithms
{
    /// <param name="yPred">Logits or probabilities.</param>
    /// <param name="axis">The classes' axis, counted from the first.</param>
    /// <param name="fromLogits">Whether they are logits.</param>
    /// <param name="counts">Where predictions count, of size 1 along the axis; all do without it. What does not count may be anything,
    /// also what is no number.</param>
    public static SymbolicTensor Of(SymbolicTensor yPred, int axis, bool fromLogits, SymbolicTensor? counts = null)
    {
        if (Logits(yPred, axis, fromLogits) is { } logits)
            return Ops.LogSoftmax(Shown(logits, counts), axis);
        return Ops.Log(Shares(Shown(yPred, counts), axis));
    }

    /// <summary>What predictions are the softmax of, if that is known.</summary>
    public static SymbolicTensor? Logits(SymbolicTensor yPred, int axis, bool fromLogits) =>
        fromLogits ? yPred : Probabilities.BeforeSoftmax(yPred, axis);

    /// <summary>Probabilities, as Keras on JAX and PyTorch: made to add up to 1 first, then cut.</summary>
    public static SymbolicTensor Shares(SymbolicTensor p, int axis) =>
        Probabilities.Clip(p / Ops.Sum(p, axis, keepDims: true));

    private static SymbolicTensor Shown(SymbolicTensor x, SymbolicTensor? counts) =>
        counts is null ? x : Ops.Where(counts, x, Ops.Constant(1, x));
}
