using Kerasharp.Activations;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    /// <summary>What the layer took when it was first called, for pictures; null until then.</summary>
    internal IReadOnlyList<TensorType>? CalledWith { get; private set; }

    /// <summary>What the layer gave when it was first called, for summaries and pictures; null until then.</summary>
    internal IReadOnlyList<TensorType>? OutputTypes { get; private set; }

    /// <summary>The activation that pictures of models name; null for layers that have none.</summary>
    internal virtual ActivationFunction? ShownActivation => null;

    private void NoteTypes(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs)
    {
        CalledWith ??= [.. inputs.Select(i => i.Value.Type)];
        OutputTypes ??= [.. outputs.Select(o => o.Value.Type)];
    }
}
