namespace Kerasharp.Losses;

/// <summary>The mean of (log(1 + y) - log(1 + p))² over the last axis, y and p counting as 1e-7 at least.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...). Where p is below 1e-7 there is no gradient.
/// Keras: <c>keras.losses.MeanSquaredLogarithmicError</c>; by name <c>mean_squared_logarithmic_error</c> or <c>msle</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new MeanSquaredLogarithmicError());</code></example>
public sealed class MeanSquaredLogarithmicError(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "mean_squared_logarithmic_error"
) : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Square(Logarithm(yPred) - Logarithm(yTrue));

    private static SymbolicTensor Logarithm(SymbolicTensor x) => Ops.Log(Ops.Maximum(x, Probabilities.Epsilon) + 1);
}
