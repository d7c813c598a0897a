using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Losses;

/// <summary>
/// Connectionist temporal classification: -log of the probability that a sequence of predictions spells the labels, whichever steps the
/// labels fall on. Steps may repeat a label, or give the blank, which is class 0.
/// </summary>
/// <remarks>
/// Predictions are logits. Labels are filled up with 0 at the end to the length of the longest. Where the steps do not suffice for the
/// labels (each takes one, and equal ones in a row a blank between them) the loss is about 1e9, without a gradient. Steps that a mask of the
/// predictions leaves out are passed over, and a sequence of such steps alone does not count (Keras takes no masks here).
/// Keras: <c>keras.losses.CTC</c>; by name <c>ctc</c>. Graves et al.: Connectionist temporal classification, 2006.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new CTC()); // labels (batch, length), logits (batch, steps, classes)</code></example>
public sealed class CTC(LossReduction reduction = LossReduction.SumOverBatchSize, string name = "ctc")
    : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected internal override bool TargetsAreIndices => true;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Numbers of classes from 1 on, with 0 behind the last label, of shape (batch, length).</param>
    /// <param name="yPred">Logits, of shape (batch, steps, classes).</param>
    /// <returns>Of shape (batch,).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Call(yTrue, yPred, null);

    internal override bool ReadsMask => true;

    private protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? mask)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Require("targets", yTrue.Shape, yPred.Shape);
        return Ops.CtcAligned(yTrue, yPred, mask, blank: 0);
    }

    internal override void CheckTargets(string name, TensorData y, Shape output)
    {
        Require(name, y.Shape, output);
        DataChecks.Labels(name, y, output[2].Value);
    }

    private void Require(string name, Shape target, Shape output)
    {
        bool fits =
            target.Rank == 2
            && output.Rank == 3
            && Ranks.MayBeEqual(new Shape(target[0]), new Shape(output[0]))
            && target[1].IsKnown
            && target[1].Value > 0
            && output[2].IsKnown;
        if (!fits)
            throw new ArgumentException(
                $"The loss '{Name}' got {name} of shape {target} and predictions of shape {output}; it expects labels of shape (None, length), filled up with 0, and logits of shape "
                    + "(None, steps, classes), of which length and classes are known. Fill up the labels, or end the model with a Dense over each step."
            );
    }
}
