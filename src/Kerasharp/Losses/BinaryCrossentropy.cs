using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>
/// The crossentropy of yes-or-no targets and the probabilities of yes: -y log p - (1 - y) log(1 - p), the mean over an axis.
/// </summary>
/// <remarks>
/// Keras: <c>keras.losses.BinaryCrossentropy</c>; by name <c>binary_crossentropy</c> or <c>bce</c>. Right behind a sigmoid the loss is
/// computed from the sigmoid's input, so that no probability is ever cut to 1e-7.
/// </remarks>
public sealed class BinaryCrossentropy : Loss
{
    private readonly bool _fromLogits;
    private readonly double _labelSmoothing;
    private readonly int _axis;

    /// <summary>A binary crossentropy.</summary>
    /// <param name="fromLogits">Whether predictions are any numbers, of which a sigmoid would make probabilities.</param>
    /// <param name="labelSmoothing">How far targets are drawn towards 1/2: 0 not at all, 1 entirely.</param>
    /// <param name="axis">The axis over which the mean is taken.</param>
    /// <param name="reduction">How the examples' losses become one number.</param>
    /// <param name="name">The name under which it is shown.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
    public BinaryCrossentropy(
        bool fromLogits = false,
        double labelSmoothing = 0,
        int axis = -1,
        LossReduction reduction = LossReduction.SumOverBatchSize,
        string name = "binary_crossentropy"
    )
        : base(name, reduction)
    {
        _fromLogits = fromLogits;
        _labelSmoothing = Probabilities.Smoothing(labelSmoothing);
        _axis = axis;
    }

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Targets from 0 to 1, of shape (batch, ..., n).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        Ranks.RequireEqual("loss", Name, "targets", yTrue.Shape, yPred.Shape);
        int axis = Probabilities.Axis(_axis, yPred.Rank);
        if (_labelSmoothing > 0)
            yTrue = yTrue * (1 - _labelSmoothing) + 0.5 * _labelSmoothing;
        var losses = (_fromLogits ? yPred : Probabilities.BeforeSigmoid(yPred)) is { } logits
            ? FromLogits(yTrue, logits)
            : FromProbabilities(yTrue, Probabilities.Clip(yPred));
        return losses.Rank == 1 ? losses : Ops.Mean(losses, axis);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output) =>
        Ranks.RequireEqual("loss", Name, name, y.Shape, output);

    // log(1 + e^z) is max(z, 0) + log(1 + e^-|z|) in its stable form; its slope is the sigmoid, at 0 as everywhere.
    private static SymbolicTensor FromLogits(SymbolicTensor y, SymbolicTensor z) => Ops.Softplus(z) - y * z;

    private static SymbolicTensor FromProbabilities(SymbolicTensor y, SymbolicTensor p) =>
        -(y * Ops.Log(p) + (1 - y) * Ops.Log(1 - p));
}
