namespace Kerasharp.Losses;

/// <summary>The mean of (y - p)² over the last axis.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...).
/// Keras: <c>keras.losses.MeanSquaredError</c>; by name <c>mean_squared_error</c> or <c>mse</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new MeanSquaredError());</code></example>
public sealed class MeanSquaredError(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "mean_squared_error"
) : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Square(yPred - yTrue);
}
