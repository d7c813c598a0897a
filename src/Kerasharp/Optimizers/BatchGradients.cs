namespace Kerasharp.Optimizers;

/// <summary>
/// The gradients of a batch's loss: at the weights as the step found them, and, for an optimizer that looks ahead, at others. Those cost a
/// second pass over the same batch, forwards and backwards, with the same random numbers; who does not ask for them pays nothing.
/// </summary>
/// <param name="here">The gradients at the weights as they are.</param>
/// <param name="at">Gives those at other weights, in their order.</param>
internal sealed class BatchGradients(
    IReadOnlyList<WeightGradient> here,
    Func<IReadOnlyList<(Weight Weight, SymbolicTensor Value)>, IReadOnlyList<SymbolicTensor>> at
)
{
    /// <summary>The gradients at the weights as they are.</summary>
    public IReadOnlyList<WeightGradient> Here { get; } = here;

    /// <summary>The gradients where some weights are others than the step found; in the order of those weights.</summary>
    public IReadOnlyList<SymbolicTensor> At(IReadOnlyList<(Weight Weight, SymbolicTensor Value)> weights) =>
        at(weights);

    /// <summary>Those of some of the weights; the others stay where they are when they look ahead.</summary>
    public BatchGradients Of(IReadOnlyList<WeightGradient> some) => new(some, at);

    /// <summary>What a function makes of each of them: a cast, or a division by what the loss was multiplied by.</summary>
    public BatchGradients Each(Func<SymbolicTensor, SymbolicTensor> function) =>
        new(
            [.. Here.Select(g => g with { Gradient = function(g.Gradient) })],
            weights => [.. at(weights).Select(function)]
        );
}
