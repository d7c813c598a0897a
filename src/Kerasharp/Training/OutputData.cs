using Kerasharp.Data;

namespace Kerasharp.Training;

/// <summary>The targets of one output of a model, and how much each example counts there.</summary>
/// <param name="Index">Which output.</param>
/// <param name="Targets">Its targets.</param>
/// <param name="Weights">A weight for each example, float32; null where all count alike.</param>
internal sealed record OutputData(int Index, TensorData Targets, TensorData? Weights)
{
    /// <summary>Some of the examples.</summary>
    public OutputData Rows(long start, long count) =>
        new(Index, Targets.Rows(start, count), Weights?.Rows(start, count));
}
