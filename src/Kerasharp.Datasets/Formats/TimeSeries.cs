using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>What was measured step by step: one number or several at each time.</summary>
/// <param name="Times">What the file writes for each step's time, such as <c>1949-01</c>.</param>
/// <param name="Columns">The names of what was measured; none if the file has no header.</param>
/// <param name="Values">The numbers, shape (steps, columns).</param>
public sealed record TimeSeries(IReadOnlyList<string> Times, IReadOnlyList<string> Columns, Tensor<float> Values)
{
    /// <summary>The number of steps.</summary>
    public int Count => Times.Count;
}
