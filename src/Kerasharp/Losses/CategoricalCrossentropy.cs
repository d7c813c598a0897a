using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>The crossentropy of one-hot (or soft) targets and the classes' probabilities: -Σ y log p over the classes.</summary>
/// <remarks>
/// Keras: <c>keras.losses.CategoricalCrossentropy</c>; by name <c>categorical_crossentropy</c>. Right behind a softmax the loss is
/// computed from the softmax's input, so that no probability is ever cut to 1e-7.
/// </remarks>
public sealed class CategoricalCrossentropy : Loss
{
    private readonly bool _fromLogits;
    private readonly double _labelSmoothing;
    private readonly int _axis;

    /// <summary>A categorical crossentropy.</summary>
    /// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
    /// <param name="labelSmoothing">How far targets are drawn towards equal shares for all classes: 0 not at all, 1 entirely.</param>
    /// <param name="axis">The axis along which the classes lie.</param>
    /// <param name="reduction">How the examples' losses become one number.</param>
    /// <param name="name">The name under which it is shown.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
    public CategoricalCrossentropy(
        bool fromLogits = false,
        double labelSmoothing = 0,
        int axis = -1,
        LossReduction reduction = LossReduction.SumOverBatchSize,
        string name = "categorical_crossentropy"
    )
        : base(name, reduction)
    {
        _fromLogits = fromLogits;
        _labelSmoothing = Probabilities.Smoothing(labelSmoothing);
        _axis = axis;
    }

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Shares of the classes, of shape (batch, ..., classes).</param>
    /// <param name="yPred">Predictions, of the same shape.</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = RequireClasses("targets", yTrue.Shape, yPred.Shape);
        if (_labelSmoothing > 0)
            yTrue = yTrue * (1 - _labelSmoothing) + _labelSmoothing / yPred.Shape[axis].Value;
        return -Ops.Sum(yTrue * ClassLogarithms.Of(yPred, axis, _fromLogits), axis);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output) =>
        RequireClasses(name, y.Shape, output);

    private int RequireClasses(string name, Shape target, Shape output)
    {
        int axis = Probabilities.Axis(_axis, output.Rank);
        bool areLabels = target.Rank < output.Rank || (target[axis].IsOne && !output[axis].IsOne);
        Ranks.RequireEqual(
            "loss",
            Name,
            name,
            target,
            output,
            areLabels
                ? "Use 'sparse_categorical_crossentropy' for the numbers of classes, or make them one-hot by Utils.ToCategorical."
                : null
        );
        return axis;
    }
}
