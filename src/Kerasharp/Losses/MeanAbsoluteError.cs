namespace Kerasharp.Losses;

/// <summary>The mean of |y - p| over the last axis.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...). The slope is 0 where p is y.
/// Keras: <c>keras.losses.MeanAbsoluteError</c>; by name <c>mean_absolute_error</c> or <c>mae</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new MeanAbsoluteError());</code></example>
public sealed class MeanAbsoluteError(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "mean_absolute_error"
) : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Absolute(yPred - yTrue);
}
