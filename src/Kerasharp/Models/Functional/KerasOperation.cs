using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Functional;

/// <summary>How an operator that stands between layers is an operation of Keras, and back.</summary>
/// <param name="Op">ONNX's name; none for an operation that is only read.</param>
/// <param name="ClassName">The class's name in Keras.</param>
/// <param name="Module">The module in which Keras has it.</param>
/// <param name="Make">Writes it for tensors, with the arguments of its configuration.</param>
internal sealed record KerasOperation(
    string? Op,
    string ClassName,
    string Module,
    Func<IReadOnlyList<SymbolicTensor>, JsonObject, SymbolicTensor> Make
)
{
    /// <summary>How many tensors or numbers it takes; -1 for any number, in a list.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Gives the arguments for the configuration; null where Keras's operation cannot say it.</summary>
    public Func<Node, JsonObject?> Arguments { get; init; } = _ => [];
}
