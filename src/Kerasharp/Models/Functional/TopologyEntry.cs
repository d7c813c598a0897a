using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Functional;

/// <summary>A layer of a functional model, or an operator between layers, or a tensor of another model where this one begins.</summary>
/// <param name="Layer">The layer, if it is one.</param>
/// <param name="Name">The name in the model.</param>
/// <param name="TypeName">The class's or operator's name.</param>
/// <param name="Calls">The calls in the model, as they were made; an operator has one.</param>
/// <param name="Begin">The tensor of another model.</param>
internal sealed record TopologyEntry(
    Layer? Layer,
    string Name,
    string TypeName,
    IReadOnlyList<Node> Calls,
    Value? Begin
)
{
    /// <summary>What is read, call by call, without constants.</summary>
    public IEnumerable<Value> Inputs => Calls.SelectMany(InputsOf);

    /// <summary>What the last call gives.</summary>
    public IReadOnlyList<Value> LastOutputs => Begin is null ? Calls[^1].Outputs : [Begin];

    /// <summary>What the first call gives.</summary>
    public IReadOnlyList<Value> FirstOutputs => Begin is null ? Calls[0].Outputs : [Begin];

    /// <summary>What a call reads, without constants.</summary>
    public static IEnumerable<Value> InputsOf(Node call) => call.Inputs.OfType<Value>().Where(v => !v.IsConstant);
}
