namespace Kerasharp.Onnx.Graphs;

/// <summary>One application of an operator.</summary>
public class Node
{
    private Value?[] _inputs;
    private readonly List<Value> _outputs = [];

    internal Node(Graph graph, string domain, string op, Value?[] inputs, Attributes attributes, string scope)
    {
        Graph = graph;
        Domain = domain;
        Op = op;
        Scope = scope;
        Attributes = attributes;
        attributes.Owner = this;
        _inputs = inputs;
    }

    /// <summary>The graph to which the node belongs.</summary>
    public Graph Graph { get; }

    /// <summary>The operator's domain; empty for ONNX's own.</summary>
    public string Domain { get; }

    /// <summary>The operator's name.</summary>
    public string Op { get; }

    /// <summary>The layer (and its part) from which the node comes.</summary>
    public string Scope { get; }

    /// <summary>The node's own name in a file that was read; others are named when written.</summary>
    public string? Name { get; internal set; }

    /// <summary>The constants of the node.</summary>
    public Attributes Attributes { get; }

    /// <summary>The inputs in the operator's order; null where an optional one is absent.</summary>
    public IReadOnlyList<Value?> Inputs => _inputs;

    /// <summary>The outputs in the operator's order.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>How many outputs the node is to give, where that was said; some operators give as many as they are asked for.</summary>
    internal int? WantedOutputs { get; init; }

    /// <summary>The first output.</summary>
    public Value Output => _outputs[0];

    /// <summary>An input that the operator requires.</summary>
    /// <exception cref="GraphException">It is absent.</exception>
    public Value Input(int index) =>
        index < _inputs.Length && _inputs[index] is { } value
            ? value
            : throw new GraphException($"{this} lacks its input {index}; the operator requires it.");

    /// <summary>An input that may be absent.</summary>
    public Value? Optional(int index) => index < _inputs.Length ? _inputs[index] : null;

    /// <summary>The graphs that the node runs: the branches of an If, the body of a Loop or a Scan.</summary>
    internal IEnumerable<Graph> Subgraphs() => Attributes.Select(a => a.Value).OfType<Graph>();

    internal void ReplaceInput(int index, Value? value) => _inputs[index] = value;

    /// <summary>Adds an input behind the others, for a node that waits for it without reading it.</summary>
    internal void AppendInput(Value value) => _inputs = [.. _inputs, value];

    /// <summary>Adds an output of a type that values may have.</summary>
    internal Value AddOutput(TensorType type)
    {
        if (type.ElementType.Size() == 0)
            throw new GraphException(
                $"{this} gives elements of type {type.ElementType}; numbers and truth values are supported. Choose another type."
            );
        if (type.Shape.Rank > Shape.MostDimensions)
            throw new GraphException(
                $"{this} gives {type.Shape.Rank} dimensions; at most {Shape.MostDimensions} are supported. Reshape its input."
            );
        var value = new Value(Graph, type, this, _outputs.Count);
        _outputs.Add(value);
        return value;
    }

    /// <summary>Layer, operator and name, for messages.</summary>
    public override string ToString()
    {
        string op = Domain.Length == 0 ? Op : $"{Domain}.{Op}";
        string name = Name is null ? "" : $" '{Name}'";
        return Scope.Length == 0 ? $"node {op}{name}" : $"node {op}{name} of '{Scope}'";
    }
}
