namespace Kerasharp.Losses;

/// <summary>The mean of max(1 - y p, 0)² over the last axis, for targets -1 and 1.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...). Where a batch's targets are all 0 or 1 they become -1 and 1.
/// Keras: <c>keras.losses.SquaredHinge</c>; by name <c>squared_hinge</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new SquaredHinge());</code></example>
public sealed class SquaredHinge(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "squared_hinge"
) : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Square(Ops.Maximum(1 - SignedTargets.Of(yTrue) * yPred, 0));
}
