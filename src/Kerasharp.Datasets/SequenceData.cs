using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Texts as numbers of words, of different lengths, and their labels in the same order.</summary>
/// <param name="X">The texts; each a sequence of words' numbers.</param>
/// <param name="Y">The labels, shape (n,): the number of each text's class, from 0.</param>
public sealed record SequenceData(int[][] X, Tensor<int> Y)
{
    /// <summary>The number of texts, n.</summary>
    public int Count => X.Length;
}
