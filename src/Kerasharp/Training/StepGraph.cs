using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Training;

/// <summary>
/// A step as it is being made: a graph, which of its inputs are states, and which of its outputs become the states' next elements.
/// Any model, layer or file of ONNX that writes into one can be trained; nothing here knows of layers.
/// </summary>
internal sealed class StepGraph
{
    private readonly Dictionary<State, string> _inputs = [];
    private readonly Dictionary<State, string> _updates = [];

    public StepGraph(string name) => Graph = new Graph(name);

    /// <summary>The layers whose results are computed again for the gradients, by their scope in the graph; true where products are kept.</summary>
    public Dictionary<string, bool> Recomputed { get; init; } = [];

    /// <summary>The graph; another object after <see cref="Bind"/>.</summary>
    public Graph Graph { get; private set; }

    /// <summary>The states that the graph reads, and the input that holds each.</summary>
    public IReadOnlyDictionary<State, string> Inputs => _inputs;

    /// <summary>The states that the graph changes, and the output that holds each one's next elements.</summary>
    public IReadOnlyDictionary<State, string> Updates => _updates;

    /// <summary>The value of a state at the beginning of the step.</summary>
    public Value Read(State state)
    {
        if (!_inputs.TryGetValue(state, out string? name))
        {
            name = state.Name;
            for (int i = 1; Graph.FindInput(name) is not null; i++)
                name = string.Create(CultureInfo.InvariantCulture, $"{state.Name}:{i}");
            _inputs.Add(state, name);
            return Graph.AddInput(name, state.Type, Shape.Of(state.Dims));
        }
        return Graph.FindInput(name)!;
    }

    /// <summary>The value that a state has so far: what it was updated to in this step, or what it was before.</summary>
    public Value Latest(State state) =>
        _updates.TryGetValue(state, out string? name) ? Graph.FindOutput(name)!.Value : Read(state);

    /// <summary>Sets what a state becomes; a second update of a state replaces the first, whose value it may have read.</summary>
    public void Update(State state, Value value)
    {
        var input = Read(state);
        if (value.Type.ElementType != input.ElementType || !value.Shape.Equals(input.Shape))
        {
            throw new ArgumentException(
                $"An update of {value.Type} came for '{state.Name}', which is {input.Type}. Give a value of that type and shape."
            );
        }
        if (_updates.TryGetValue(state, out string? name))
            Graph.RemoveOutput(name);
        else
            _updates.Add(state, name = _inputs[state] + ".next");
        Graph.AddOutput(name, value);
    }

    /// <summary>Forgets all updates: the step then only reads its states.</summary>
    public void DropUpdates()
    {
        foreach (string output in _updates.Values)
            Graph.RemoveOutput(output);
        _updates.Clear();
    }

    /// <summary>A step of its own with numbers in the place of symbols; this one stays symbolic.</summary>
    public StepGraph Bound(IReadOnlyDictionary<string, long> numbers)
    {
        var bound = new StepGraph(Graph.Name) { Graph = GraphCopy.Bind(Graph, numbers), Recomputed = Recomputed };
        foreach (var (state, name) in _inputs)
            bound._inputs.Add(state, name);
        foreach (var (state, name) in _updates)
            bound._updates.Add(state, name);
        return bound;
    }

    /// <summary>Puts numbers in the place of symbols.</summary>
    public void Bind(IReadOnlyDictionary<string, long> numbers) => Graph = GraphCopy.Bind(Graph, numbers);

    /// <summary>Forgets states that no node reads and no output gives, so that they need not be bound.</summary>
    public void DropUnread()
    {
        var read = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in Graph.Sort())
            read.UnionWith(node.Inputs.OfType<Value>());
        foreach (var output in Graph.Outputs)
            read.Add(output.Value);
        foreach (var (state, name) in _inputs.ToArray())
        {
            var input = Graph.FindInput(name)!;
            if (read.Contains(input) || _updates.ContainsKey(state))
                continue;
            Graph.RemoveInput(input);
            _inputs.Remove(state);
        }
    }
}
