using System.Numerics.Tensors;

namespace Kerasharp;

/// <summary>What <see cref="Utils.CtcDecode"/> reads from logits.</summary>
/// <param name="Labels">
/// Numbers of classes without blanks, filled up with -1: shape (paths, batch, steps), the best path first.
/// </param>
/// <param name="Scores">
/// Shape (batch, paths). By beam search the logarithm of each path's probability; greedily the negative sum of the greatest logits.
/// </param>
public sealed record CtcDecoded(Tensor<int> Labels, Tensor<double> Scores)
{
    /// <summary>The labels of one sequence, without what fills them up.</summary>
    /// <param name="example">Which sequence of the batch.</param>
    /// <param name="path">Which path; 0 is the best.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence or path.</exception>
    /// <example><code>int[] word = Utils.CtcDecode(logits).LabelsOf(0);</code></example>
    public int[] LabelsOf(int example, int path = 0)
    {
        if (path < 0 || path >= Labels.Lengths[0])
            throw Outside(nameof(path), path, Labels.Lengths[0]);
        if (example < 0 || example >= Labels.Lengths[1])
            throw Outside(nameof(example), example, Labels.Lengths[1]);
        var labels = new List<int>();
        for (nint i = 0; i < Labels.Lengths[2] && Labels[path, example, i] >= 0; i++)
            labels.Add(Labels[path, example, i]);
        return [.. labels];
    }

    private static ArgumentOutOfRangeException Outside(string name, int value, nint count) =>
        new(
            name,
            FormattableString.Invariant(
                $"{name} of {value} came; 0 to {count - 1} was expected. There are {count} of them."
            )
        );
}
