using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Functional;

/// <summary>A layer applied to tensors, as a node of the sketch that users draw with Input and Apply.</summary>
internal sealed class LayerCall : Node
{
    public LayerCall(Layer layer, Graph graph, IReadOnlyList<Value> inputs, IEnumerable<TensorType> outputs, int index)
        : base(graph, "kerasharp.layers", layer.TypeName, [.. inputs], [], layer.Name)
    {
        Layer = layer;
        Index = index;
        foreach (var type in outputs)
            AddOutput(type);
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>How often the layer was applied before.</summary>
    public int Index { get; }

    /// <summary>What Keras calls call arguments, by name, as <c>reverse</c>; null where there are none.</summary>
    public JsonObject? Arguments { get; init; }
}
