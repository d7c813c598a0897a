using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Samples and their labels, in the same order: label <c>i</c> of <see cref="Y"/> belongs to sample <c>i</c> of <see cref="X"/>.</summary>
/// <typeparam name="TX">The type of the samples' elements, such as <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <typeparam name="TY">The type of the labels, such as <see cref="int"/> or <see cref="byte"/>.</typeparam>
/// <param name="X">The samples, shape (n, ...): the first axis counts them.</param>
/// <param name="Y">The labels, shape (n,) or (n, 1): the number of each sample's class, from 0, or its target.</param>
public sealed record LabeledData<TX, TY>(Tensor<TX> X, Tensor<TY> Y)
{
    /// <summary>The number of samples, n.</summary>
    public int Count => checked((int)X.Lengths[0]);
}
