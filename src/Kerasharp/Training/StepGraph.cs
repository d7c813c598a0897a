using System.Globalization;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Training;

/// <summary>
/// A step as it is being made: a graph, which of its inputs are states, and which of its outputs become the states' next elements.
/// Any model, layer or file of ONNX that writes into one can be trained; nothing here knows of layers.
/// </summary>
internal sealed class StepGraph
{
    // What takes most of the time: not computed twice where only activations are to be.
    private static readonly string[] Products = ["Gemm", "MatMul", "Conv", "ConvTranspose", "Einsum"];

    private readonly Dictionary<State, string> _inputs = [];
    private readonly Dictionary<State, string> _updates = [];
    private readonly Dictionary<State, List<string>> _replaced = [];
    private readonly HashSet<State> _carried = [];

    public StepGraph(string name) => Graph = new Graph(name);

    /// <summary>The layers whose results are computed again for the gradients, by their scope in the graph; true where products are kept.</summary>
    public Dictionary<string, bool> RecomputedLayers { get; init; } = [];

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

    /// <summary>The value that a state's readers are given: what it was replaced by, or what it was before.</summary>
    public Value Current(State state) =>
        _replaced.TryGetValue(state, out var names) ? Graph.FindOutput(names[^1])!.Value : Read(state);

    /// <summary>
    /// Puts another value in a state's place: readers are given that one from here on, gradients are taken by it, and an optimizer goes
    /// on from it. Without an optimizer it is what the state becomes.
    /// </summary>
    public void Replace(State state, Value value)
    {
        Update(state, value);
        if (!_replaced.TryGetValue(state, out var names))
            _replaced.Add(state, names = []);
        // As an output it is found again after passes.
        names.Add(string.Create(CultureInfo.InvariantCulture, $"{_inputs[state]}.replaced{names.Count}"));
        Graph.AddOutput(names[^1], value);
    }

    /// <summary>Adds the gradients of a loss by states: by what they were replaced by, too. Null where the loss does not depend on one.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="states">The states, whose gradients come first.</param>
    /// <param name="values">Other values of the graph, whose gradients come next.</param>
    public Value?[] Gradients(Value loss, IReadOnlyList<State> states, IReadOnlyList<Value>? values = null)
    {
        var versions = states
            .Select(s => _replaced.GetValueOrDefault(s, []).Select(n => Graph.FindOutput(n)!.Value).Prepend(Read(s)))
            .Select(v => v.Distinct().ToArray())
            .Concat((values ?? []).Select(v => (Value[])[v]))
            .ToArray();
        var gradients = ReverseSweep.Gradients(
            loss,
            versions.SelectMany(v => v).ToArray(),
            RecomputedLayers.Count == 0 ? null : RecomputedLayer
        );
        int next = 0;
        return Array.ConvertAll(
            versions,
            v => v.Select(_ => gradients[next++]).Aggregate((a, b) => a is null || b is null ? a ?? b : a + b)
        );
    }

    /// <summary>
    /// Adds the gradients of a loss where some states are others than the step finds: what depends on them is computed a second time, of
    /// the same inputs and the same random numbers. Updates, metrics and the batch's statistics stay those of the first time.
    /// </summary>
    public IReadOnlyList<Value?> GradientsAt(Value loss, IReadOnlyList<(State State, Value Value)> others)
    {
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var (state, value) in others)
            map.Add(Current(state), value);
        // Every copy lies where the layer is that it comes from.
        using var scope = Graph.At("");
        return ReverseSweep.Gradients(
            GraphCopy.With(loss, map),
            [.. others.Select(o => o.Value)],
            RecomputedLayers.Count == 0 ? null : RecomputedLayer
        );
    }

    /// <summary>
    /// The layer with which a node is computed again for the gradients, or null. Of layers within layers the outermost: what stands between the inner
    /// ones is computed again as well, and need not be kept.
    /// </summary>
    private Recomputed? RecomputedLayer(Node node)
    {
        string? outermost = RecomputedLayers
            .Keys.Where(l => node.Scope == l || node.Scope.StartsWith(l + "/", StringComparison.Ordinal))
            .MinBy(l => l.Length);
        return outermost is null
            ? null
            : new Recomputed(outermost, RecomputedLayers[outermost] && Products.Contains(node.Op));
    }

    /// <summary>Forgets what replaced states, once all that read it is there.</summary>
    public void DropReplaced()
    {
        foreach (string output in _replaced.Values.SelectMany(n => n))
            Graph.RemoveOutput(output);
        _replaced.Clear();
    }

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

    /// <summary>Sets what a state becomes after any run, whether it trains or not.</summary>
    public void Carry(State state, Value value)
    {
        Update(state, value);
        _carried.Add(state);
    }

    /// <summary>Forgets updates: the step then only reads its states.</summary>
    /// <param name="carried">Whether also those that are carried by any run.</param>
    public void DropUpdates(bool carried = false)
    {
        foreach (var (state, output) in _updates.Where(u => carried || !_carried.Contains(u.Key)).ToArray())
        {
            Graph.RemoveOutput(output);
            _updates.Remove(state);
        }
        DropReplaced();
    }

    /// <summary>Makes what holds a state an input like others, which the caller fills before a run.</summary>
    /// <returns>The input's name; null where nothing reads the state.</returns>
    public string? Release(State state) => _inputs.Remove(state, out string? name) ? name : null;

    /// <summary>A step of its own with numbers in the place of symbols; this one stays symbolic.</summary>
    public StepGraph Bound(IReadOnlyDictionary<string, long> numbers)
    {
        var bound = new StepGraph(Graph.Name)
        {
            Graph = GraphCopy.Bind(Graph, numbers),
            RecomputedLayers = RecomputedLayers,
        };
        foreach (var (state, name) in _inputs)
            bound._inputs.Add(state, name);
        foreach (var (state, name) in _updates)
            bound._updates.Add(state, name);
        bound._carried.UnionWith(_carried);
        foreach (var (state, names) in _replaced)
            bound._replaced.Add(state, [.. names]);
        return bound;
    }

    /// <summary>Puts another graph in the place of the step's, with inputs and outputs of the same names.</summary>
    public void Rewrite(Func<Graph, Graph> pass) => Graph = pass(Graph);

    /// <summary>Forgets one state's update.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DropUpdate(State state)
    {
        if (!_updates.Remove(state, out string? output))
            return false;
        Graph.RemoveOutput(output);
        return true;
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
