namespace Kerasharp.Layers;

/// <summary>A cell that is ready for a sequence.</summary>
/// <param name="Sequences">What is cut into elements along the first axis, which is time.</param>
/// <param name="Run">
/// Writes a step, of the context of the step, an element of each sequence, and the states: gives the output, then the next states. What
/// it takes from outside, other than weights, goes through <see cref="CallContext.Captured"/>.
/// </param>
internal sealed record CellTurn(
    IReadOnlyList<SymbolicTensor> Sequences,
    Func<CallContext, IReadOnlyList<SymbolicTensor>, IReadOnlyList<SymbolicTensor>, IReadOnlyList<SymbolicTensor>> Run
);
