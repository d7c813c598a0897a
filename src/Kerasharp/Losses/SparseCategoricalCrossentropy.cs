using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>The crossentropy of the numbers of classes and the classes' probabilities: -log p of the right class.</summary>
/// <remarks>
/// Keras: <c>keras.losses.SparseCategoricalCrossentropy</c>; by name <c>sparse_categorical_crossentropy</c>. Right behind a softmax the
/// loss is computed from the softmax's input, so that no probability is ever cut to 1e-7.
/// </remarks>
public sealed class SparseCategoricalCrossentropy : Loss
{
    private readonly bool _fromLogits;
    private readonly int _axis;

    /// <summary>A sparse categorical crossentropy.</summary>
    /// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
    /// <param name="axis">The axis along which the classes lie.</param>
    /// <param name="reduction">How the examples' losses become one number.</param>
    /// <param name="name">The name under which it is shown.</param>
    public SparseCategoricalCrossentropy(
        bool fromLogits = false,
        int axis = -1,
        LossReduction reduction = LossReduction.SumOverBatchSize,
        string name = "sparse_categorical_crossentropy"
    )
        : base(name, reduction)
    {
        _fromLogits = fromLogits;
        _axis = axis;
    }

    /// <inheritdoc/>
    protected internal override bool TargetsAreIndices => true;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Numbers of classes, from 0 on, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = RequireLabels("targets", yTrue.Shape, yPred.Shape);
        if (yTrue.Rank < yPred.Rank)
            yTrue = Ops.ExpandDims(yTrue, axis);
        var logarithms = ClassLogarithms.Of(yPred, axis, _fromLogits);
        return -Ops.Squeeze(Ops.TakeAlongAxis(logarithms, Ops.Cast(yTrue, ElementType.Int64), axis), axis);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output)
    {
        int axis = RequireLabels(name, y.Shape, output);
        if (output[axis].IsKnown)
            DataChecks.Labels(name, y, output[axis].Value);
    }

    private int RequireLabels(string name, Shape target, Shape output)
    {
        int axis = Probabilities.Axis(_axis, output.Rank);
        var one = output.With(axis, 1);
        var without = new Shape([.. output.Where((_, i) => i != axis)]);
        if (Ranks.MayBeEqual(target, one) || Ranks.MayBeEqual(target, without))
            return axis;
        throw new ArgumentException(
            $"The loss '{Name}' got {name} of shape {target} and predictions of shape {output}; it expects the number of a class for each prediction, "
                + $"of shape {without} or {one}. "
                + (
                    Ranks.MayBeEqual(target, output)
                        ? "Use 'categorical_crossentropy' for one-hot targets."
                        : "Reshape the targets, or change the shape of the last layer's output."
                )
        );
    }
}
