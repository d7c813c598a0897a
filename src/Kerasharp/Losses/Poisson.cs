namespace Kerasharp.Losses;

/// <summary>The mean of p - y log(p + 1e-7) over the last axis: counts y against the rates p, up to what depends on y alone.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...).
/// Keras: <c>keras.losses.Poisson</c>; by name <c>poisson</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new Poisson());</code></example>
public sealed class Poisson(LossReduction reduction = LossReduction.SumOverBatchSize, string name = "poisson")
    : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        yPred - yTrue * Ops.Log(yPred + Probabilities.Epsilon);
}
