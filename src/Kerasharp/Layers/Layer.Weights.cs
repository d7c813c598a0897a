using System.Numerics.Tensors;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    /// <summary>Copies of all weights, in Keras's order and shapes.</summary>
    /// <exception cref="InvalidOperationException">The weights are not made yet.</exception>
    /// <remarks>Keras: <c>layer.get_weights</c>, <c>model.get_weights</c>.</remarks>
    public IReadOnlyList<Tensor<float>> GetWeights()
    {
        RequireWeights("GetWeights");
        return Weights.Select(w => w.GetValue()).ToArray();
    }

    /// <summary>Sets all weights, given in Keras's order and shapes.</summary>
    /// <exception cref="InvalidOperationException">The weights are not made yet.</exception>
    /// <exception cref="ArgumentException">Number or shapes do not fit; nothing is then changed.</exception>
    /// <remarks>Keras: <c>layer.set_weights</c>, <c>model.set_weights</c>.</remarks>
    public void SetWeights(IReadOnlyList<Tensor<float>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireWeights("SetWeights");
        var own = Weights;
        if (weights.Count != own.Count)
            throw new ArgumentException(
                $"{weights.Count} tensors came for the {own.Count} weights of {(this is Model ? "the model" : "the layer")} '{Name}'; one for each was expected. Give as many."
            );
        for (int i = 0; i < weights.Count; i++)
            own[i].CheckShape(weights[i]);
        for (int i = 0; i < weights.Count; i++)
            own[i].SetValue(weights[i]);
    }

    /// <summary>Takes the layer out of training; of a model, the layers stay as they are.</summary>
    internal virtual void FreezeAlone() => Trainable = false;

    /// <summary>Refuses what needs weights while there are none.</summary>
    private protected virtual void RequireWeights(string what)
    {
        if (!IsBuilt && NeedsBuild)
            throw new InvalidOperationException(
                $"{what} was called on the layer '{Name}', whose weights are not made: it has met no input. Apply it to an Input, or put it into a model first."
            );
    }
}
