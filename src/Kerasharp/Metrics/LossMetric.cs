using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>A loss as a metric: its mean over examples.</summary>
public class LossMetric : MeanMetric
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => false;

    private readonly Loss _loss;

    internal LossMetric(Loss loss)
        : base(loss.Name) => _loss = loss;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Targets, as the loss takes them.</param>
    /// <param name="yPred">Predictions, of shape (batch, ...).</param>
    /// <returns>Of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        _loss.PerExample(yTrue, yPred);

    private protected override SymbolicTensor Values(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? mask
    ) => mask is not null && _loss.ReadsMask ? _loss.PerExample(yTrue, yPred, mask) : Call(yTrue, yPred);
}
