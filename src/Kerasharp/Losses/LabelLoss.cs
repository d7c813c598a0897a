using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>A loss whose targets are numbers of classes.</summary>
public abstract class LabelLoss : Loss
{
    private protected LabelLoss(string name, LossReduction reduction)
        : base(name, reduction) { }

    /// <inheritdoc/>
    protected internal override bool TargetsAreIndices => true;

    /// <summary>The axis along which the classes lie.</summary>
    private protected virtual int ClassAxis => -1;

    /// <summary>A number outside of the classes that targets may have.</summary>
    private protected virtual int? Outside => null;

    /// <summary>Looks at the shapes, and gives the classes' axis and the labels as int64, of size 1 along it.</summary>
    private protected (int Axis, SymbolicTensor Labels) Labels(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = RequireLabels("targets", yTrue.Shape, yPred.Shape);
        if (yTrue.Rank < yPred.Rank)
            yTrue = Ops.ExpandDims(yTrue, axis);
        return (axis, Ops.Cast(yTrue, ElementType.Int64));
    }

    internal override void CheckTargets(string name, TensorData y, Shape output)
    {
        int axis = RequireLabels(name, y.Shape, output);
        if (output[axis].IsKnown)
            DataChecks.Labels(name, y, output[axis].Value, Outside);
    }

    internal override TensorType? TargetsFor(Shape output)
    {
        int axis = Probabilities.Axis(ClassAxis, output.Rank);
        return new TensorType(ElementType.Int32, new Shape([.. output.Where((_, i) => i != axis)]));
    }

    private int RequireLabels(string name, Shape target, Shape output)
    {
        int axis = Probabilities.Axis(ClassAxis, output.Rank);
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
