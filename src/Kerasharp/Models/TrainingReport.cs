namespace Kerasharp.Models;

/// <summary>Whether an imported model could be trained, and what stands in the way.</summary>
/// <param name="TrainableWeights">How many weights training would change.</param>
/// <param name="TrainableParameters">The number of elements in them.</param>
/// <param name="Unreached">The weights that no gradient reaches, by name: training would leave them as they are.</param>
/// <param name="Problem">What stands in the way; null for nothing.</param>
public sealed record TrainingReport(
    int TrainableWeights,
    long TrainableParameters,
    IReadOnlyList<string> Unreached,
    string? Problem
)
{
    /// <summary>Whether the model could be trained.</summary>
    public bool CanTrain => Problem is null;
}
