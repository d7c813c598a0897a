namespace Kerasharp.Losses;

/// <summary>The logarithms of the classes' probabilities.</summary>
internal static class ClassLogarithms
{
    /// <param name="yPred">Logits or probabilities.</param>
    /// <param name="axis">The classes' axis, counted from the first.</param>
    /// <param name="fromLogits">Whether they are logits.</param>
    public static SymbolicTensor Of(SymbolicTensor yPred, int axis, bool fromLogits)
    {
        if ((fromLogits ? yPred : Probabilities.BeforeSoftmax(yPred, axis)) is { } logits)
            return Ops.LogSoftmax(logits, axis);
        // As Keras on JAX and PyTorch: made to add up to 1 first, then cut.
        return Ops.Log(Probabilities.Clip(yPred / Ops.Sum(yPred, axis, keepDims: true)));
    }
}
