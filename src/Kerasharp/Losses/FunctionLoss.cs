using System.Text.Json.Nodes;
using Kerasharp.Saving;

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

    /// <summary>The class under which Keras writes functions as losses.</summary>
    public const string ClassName = "LossFunctionWrapper";

    public override JsonObject GetConfig() =>
        new()
        {
            ["name"] = Name,
            ["reduction"] = LossReductionNames.Of(Reduction),
            ["fn"] =
                CustomObjects.NameOf(_function)
                ?? throw new NotSupportedException(
                    $"The configuration of the loss '{Name}' was asked for, which is a function that is not registered; a function cannot be written to a file. "
                        + $"Register it: CustomObjects.Register(\"{Name}\", function), or derive a class from Loss."
                ),
        };

    public static FunctionLoss Read(JsonObject config) =>
        config["fn"] is JsonValue fn
        && fn.TryGetValue(out string? function)
        && CustomObjects.Function(function) is Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> found
            ? new(
                found,
                config["name"]?.GetValue<string>() ?? function,
                LossReductionNames.Get(config["reduction"]?.GetValue<string>() ?? "sum_over_batch_size")
            )
            : throw new ArgumentException(
                $"A configuration of a loss came with 'fn' of {config["fn"]?.ToJsonString() ?? "null"}, which is no registered function. Register it: CustomObjects.Register(name, function)."
            );

    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        _function(yTrue, yPred)
        ?? throw new InvalidOperationException(
            $"The function of the loss '{Name}' gave null; a tensor with a loss for each example was expected. Return one."
        );
}
