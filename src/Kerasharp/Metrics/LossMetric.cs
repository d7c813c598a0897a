using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>A loss as a metric: its mean over examples.</summary>
internal sealed class LossMetric(Loss loss) : MeanMetric(loss.Name)
{
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => loss.PerExample(yTrue, yPred);
}
