namespace Kerasharp.Layers;

/// <summary>What a sequence made.</summary>
/// <param name="Steps">The outputs (batch, time, ...), each at its element's place, whichever way the steps went; null where they were not asked for.</param>
/// <param name="Last">The output of the step that was taken last.</param>
/// <param name="States">The states after it.</param>
internal sealed record RecurrentResult(
    SymbolicTensor? Steps,
    SymbolicTensor Last,
    IReadOnlyList<SymbolicTensor> States
);
