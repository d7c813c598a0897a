namespace Kerasharp.Losses;

/// <summary>The mean of max(1 - y p, 0) over the last axis, for targets -1 and 1.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...). Where a batch's targets are all 0 or 1 they become -1 and 1.
/// Keras: <c>keras.losses.Hinge</c>; by name <c>hinge</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new Hinge());</code></example>
public sealed class Hinge(LossReduction reduction = LossReduction.SumOverBatchSize, string name = "hinge")
    : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Maximum(1 - SignedTargets.Of(yTrue) * yPred, 0);
}
