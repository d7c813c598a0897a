namespace Kerasharp.Losses;

/// <summary>The mean of log(cosh(p - y)) over the last axis: about ½ e² for small errors, |e| - log 2 for great ones.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...).
/// Keras: <c>keras.losses.LogCosh</c>; by name <c>log_cosh</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new LogCosh());</code></example>
public sealed class LogCosh(LossReduction reduction = LossReduction.SumOverBatchSize, string name = "log_cosh")
    : MeanLoss(name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        // log((e^x + e^-x) / 2), written so that nothing overflows.
        var error = yPred - yTrue;
        return error + Ops.Softplus(-2 * error) - Math.Log(2);
    }
}
