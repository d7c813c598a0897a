using System.Numerics.Tensors;
using Kerasharp.Layers;

namespace Kerasharp;

/// <summary>A loss and its gradients, as <see cref="Model.Gradients"/> gives them.</summary>
public sealed class LossGradients
{
    internal LossGradients(
        double loss,
        IReadOnlyList<Tensor<float>?> inputs,
        IReadOnlyDictionary<Weight, Tensor<float>> weights
    ) => (Loss, Inputs, Weights) = (loss, inputs, weights);

    /// <summary>The loss, with penalties on weights and what layers add.</summary>
    public double Loss { get; }

    /// <summary>
    /// For each input of the model, in order, the gradient in the input's shape, which the first dimension counts examples of; null for an
    /// input on which the loss does not depend smoothly, such as numbers of words.
    /// </summary>
    public IReadOnlyList<Tensor<float>?> Inputs { get; }

    /// <summary>The gradient by each trained weight, in its shape; weights on which the loss does not depend are not among them.</summary>
    public IReadOnlyDictionary<Weight, Tensor<float>> Weights { get; }
}
