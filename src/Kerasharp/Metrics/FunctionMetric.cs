using Kerasharp.Losses;

namespace Kerasharp.Metrics;

/// <summary>A user's function as a metric: its mean over examples.</summary>
internal sealed class FunctionMetric(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function, string name)
    : MeanMetric(name)
{
    // As a loss the function gets targets of the predictions' type and rank; so it does here, that one function serves as both.
    private readonly Loss _loss = Loss.From(function, name);

    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        _loss.PerExample(yTrue, yPred);
}
