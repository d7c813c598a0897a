namespace Kerasharp.Losses;

/// <summary>How far the distribution p is from y: Σ y log(y / p) over the last axis, both cut to 1e-7..1.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., classes), the losses (batch, ...). Right behind a softmax the loss is computed from the
/// softmax's input, so that no prediction is cut.
/// Keras: <c>keras.losses.KLDivergence</c>; by name <c>kl_divergence</c> or <c>kld</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new KLDivergence());</code></example>
public sealed class KLDivergence(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "kl_divergence"
) : MatchedLoss(name, reduction)
{
    private protected override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var shares = Ops.Clip(yTrue, Probabilities.Epsilon, 1);
        var logarithms = Probabilities.BeforeSoftmax(yPred, yPred.Rank - 1) is { } logits
            ? Ops.LogSoftmax(logits, -1)
            : Ops.Log(Ops.Clip(yPred, Probabilities.Epsilon, 1));
        return Ops.Sum(shares * (Ops.Log(shares) - logarithms), -1);
    }
}
