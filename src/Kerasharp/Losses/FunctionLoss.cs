using System.Text.Json.Nodes;

namespace Kerasharp.Losses;

/// <summary>A user's function as a loss.</summary>
internal sealed class FunctionLoss : Loss
{
    private readonly Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> _function;

    public FunctionLoss(
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function,
        string name,
        LossReduction reduction
    )
        : base(name, reduction)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    public override JsonObject GetConfig() =>
        throw new NotSupportedException(
            $"The configuration of the loss '{Name}' was asked for, which is a function; a function cannot be written to a file. Derive a class from Loss."
        );

    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        _function(yTrue, yPred)
        ?? throw new InvalidOperationException(
            $"The function of the loss '{Name}' gave null; a tensor with a loss for each example was expected. Return one."
        );
}
