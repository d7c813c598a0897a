namespace Kerasharp.Losses;

/// <summary>The mean of 100 |y - p| / |y| over the last axis, |y| counting as 1e-7 at least.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...).
/// Keras: <c>keras.losses.MeanAbsolutePercentageError</c>; by name <c>mean_absolute_percentage_error</c> or <c>mape</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new MeanAbsolutePercentageError());</code></example>
public sealed class MeanAbsolutePercentageError(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "mean_absolute_percentage_error"
) : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        100 * Ops.Absolute((yTrue - yPred) / Ops.Maximum(Ops.Absolute(yTrue), Probabilities.Epsilon));
}
