namespace Kerasharp.Losses;

/// <summary>How much the right class lacks to lead by 1: max(1 + max((1 - y) p) - Σ y p, 0) over the last axis, for one-hot targets.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., classes), the losses (batch, ...).
/// Keras: <c>keras.losses.CategoricalHinge</c>; by name <c>categorical_hinge</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new CategoricalHinge());</code></example>
public sealed class CategoricalHinge(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "categorical_hinge"
) : MatchedLoss(name, reduction)
{
    private protected override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var right = Ops.Sum(yTrue * yPred, -1);
        var best = Ops.Max((1 - yTrue) * yPred, -1);
        return Ops.Maximum(best - right + 1, 0);
    }
}
