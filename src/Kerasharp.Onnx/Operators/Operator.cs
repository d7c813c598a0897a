using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Gives the types of a node's outputs, and refuses inputs that do not fit.</summary>
internal delegate TensorType[] InferRule(Node node);

/// <summary>
/// Gives one gradient for each input from those of the outputs; null where an input has none. A gradient may have the input's shape
/// or any shape that came of broadcasting with it: the sweep undoes broadcasting.
/// </summary>
/// <param name="node">The node to differentiate.</param>
/// <param name="gradients">A gradient for each output; null where none reaches it.</param>
internal delegate Value?[] GradientRule(Node node, Value?[] gradients);

/// <summary>
/// Writes a node as other operators: for devices that lack it, for opsets that do not have it yet, and for its gradient, where it is
/// a composition by nature.
/// </summary>
internal delegate Value[] Decomposition(Node node);

/// <summary>An operator: how its outputs' types follow from its inputs, and how gradients pass through it.</summary>
internal sealed class Operator
{
    /// <summary>The operator's name.</summary>
    public required string Name { get; init; }

    /// <summary>The domain; empty for ONNX's own.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The shape and type rule.</summary>
    public required InferRule Infer { get; init; }

    /// <summary>The gradient rule, or null.</summary>
    public GradientRule? Gradient { get; init; }

    /// <summary>Whether the gradient is that of the composition for which the operator stands.</summary>
    public bool IsComposed { get; init; }

    /// <summary>Why there is no gradient rule, where there is none by nature: no gradient flows through such a node.</summary>
    public string? Constant { get; init; }

    /// <summary>
    /// Whether each output element depends on the elements at the same place alone. Such an operator works in place, takes a
    /// transposition through itself, and its rule takes gradients that still have to be broadcast.
    /// </summary>
    public bool Elementwise { get; init; }

    /// <summary>The same in other operators: the twin of a kernel, or what an ONNX function stands for; null where there is none.</summary>
    public Decomposition? Decompose { get; init; }

    /// <summary>
    /// Whether some form of a node is missing in an opset that has the operator, or goes wrong there, and is to be decomposed.
    /// </summary>
    public Func<Node, int, bool>? Lacks { get; init; }

    /// <summary>The opset that brought the operator; in older ones it is decomposed.</summary>
    public int Since { get; init; } = 1;

    /// <summary>Whether an opset has the node as it is.</summary>
    public bool Knows(Node node, int opset) => opset >= Since && Lacks?.Invoke(node, opset) != true;

    /// <summary>Whether every output must be written, read or not; else those at the end that nothing reads are left out.</summary>
    public bool EveryOutput { get; init; }

    /// <summary>Whether equal nodes give equal results, so that one can stand for all.</summary>
    public bool Pure { get; init; } = true;
}
