using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Training;

namespace Kerasharp.Saving.Steps;

/// <summary>
/// The graph of a file that is being made of a step: its inputs under the names that files have, states in Keras's shapes and order of
/// axes. What is told of each goes into the file's description.
/// </summary>
internal sealed class StepPorts(StepGraph step)
{
    private readonly Dictionary<Value, Value> _map = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, string Role, string Of)> _data = [];
    private readonly List<(string Name, string Role)> _results = [];
    private readonly List<StepState> _states = [];

    public Graph Graph { get; } = new(step.Graph.Name);

    /// <summary>The inputs that a caller fills, what they are, and the name of the model's input or output that each belongs to.</summary>
    public IReadOnlyList<(string Name, string Role, string Of)> Data => _data;

    /// <summary>The states that the file has.</summary>
    public IReadOnlyList<StepState> States => _states;

    /// <summary>The outputs that a caller reads.</summary>
    public IReadOnlyList<(string Name, string Role)> Results => _results;

    /// <summary>The output that holds what a state becomes.</summary>
    public static string Next(StepState state) => state.Name + ".next";

    /// <summary>Adds an input that a caller fills.</summary>
    public void AddData(string stepInput, string name, string role, string of)
    {
        var old = step.Graph.FindInput(stepInput)!;
        _map[old] = Graph.AddInput(name, old.ElementType, old.Shape);
        _data.Add((name, role, of));
    }

    /// <summary>Adds the input of a state, if the step reads it.</summary>
    public void AddState(StepState state)
    {
        if (!step.Inputs.TryGetValue(state.State, out string? stepInput))
            return;
        var input = Graph.AddInput(state.Name, state.State.Type, state.Shape);
        _map[step.Graph.FindInput(stepInput)!] = state.Weight?.ToStored(input) ?? input;
        _states.Add(state);
    }

    /// <summary>Copies values of the step.</summary>
    public Value[] Copy(IReadOnlyList<Value> values) => GraphCopy.Into(values, Graph, _map);

    /// <summary>Adds an output that a caller reads.</summary>
    public void AddResult(string name, string role, Value value)
    {
        Graph.AddOutput(name, value);
        _results.Add((name, role));
    }

    /// <summary>Adds outputs for what the states become.</summary>
    /// <returns>The next value of a weight, a metric's variable and the like, in Keras's order.</returns>
    public Func<Weight, SymbolicTensor> AddUpdates()
    {
        var updated = _states.Where(s => step.Updates.ContainsKey(s.State)).ToArray();
        var copies = Copy([.. updated.Select(s => step.Graph.FindOutput(step.Updates[s.State])!.Value)]);
        var latest = _states.ToDictionary(s => s.State, s => Graph.FindInput(s.Name)!);
        for (int i = 0; i < updated.Length; i++)
        {
            var next = updated[i].Weight?.ToLogical(copies[i]) ?? copies[i];
            Graph.AddOutput(Next(updated[i]), next);
            latest[updated[i].State] = next;
        }
        return weight => new SymbolicTensor(latest[weight.State]);
    }

    /// <summary>Takes away the inputs of states that nothing reads or changes.</summary>
    public void DropUnread()
    {
        var read = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in Graph.Sort())
            read.UnionWith(node.Inputs.OfType<Value>());
        read.UnionWith(Graph.Outputs.Select(o => o.Value));
        foreach (var state in _states.ToArray())
        {
            var input = Graph.FindInput(state.Name)!;
            if (read.Contains(input) || Graph.FindOutput(Next(state)) is not null)
                continue;
            Graph.RemoveInput(input);
            _states.Remove(state);
        }
    }
}
