using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Models.Functional;

/// <summary>
/// The part of a sketch between some tensors and some others: the nodes that a functional model consists of. A node is a call of a
/// layer, or an operator that stands between layers (as x + y writes one).
/// </summary>
internal sealed class Topology
{
    private readonly Value[] _inputs;
    private readonly Value[] _outputs;

    // Each after the nodes that it reads.
    private readonly List<Node> _nodes = [];

    // By layer; operators, and tensors inside another model where this one begins, are their own keys.
    private readonly Dictionary<object, TopologyEntry> _byKey = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, string> _operatorNames = [];

    public Topology(string model, SymbolicTensorList inputs, SymbolicTensorList outputs)
    {
        _inputs = inputs.Select(t => t.Value).ToArray();
        _outputs = outputs.Select(t => t.Value).ToArray();
        Check(model);
        var visited = Visit(model);
        var keys = Order(visited);
        Layers = keys.OfType<Layer>().ToArray();
        if (Layers.GroupBy(l => l.Name).FirstOrDefault(g => g.Count() > 1) is { } twins)
            throw new ArgumentException(
                $"Two layers named '{twins.Key}' are in the model '{model}'; names are unique in a model. Give one of them another name."
            );
        NameOperators();
        var calls = _nodes.ToLookup(Key, ReferenceEqualityComparer.Instance);
        Entries = keys.ConvertAll(k => EntryOf(k, [.. calls[k]]));
        Inputs = _inputs.Select(v => new InputSpec(NameOf(v), v.ElementType, v.Shape)).ToArray();
        OutputNames = Unique(_outputs.Select(NameOf));
    }

    /// <summary>Where the model begins.</summary>
    public SymbolicTensorList InputTensors => new([.. _inputs.Select(v => new SymbolicTensor(v))]);

    /// <summary>Where it ends.</summary>
    public SymbolicTensorList OutputTensors => new([.. _outputs.Select(v => new SymbolicTensor(v))]);

    /// <summary>Calls of layers and operators, each after those that it reads.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Layers, operators and inputs in Keras's order, for summaries, pictures and files.</summary>
    public IReadOnlyList<TopologyEntry> Entries { get; }

    /// <summary>
    /// Whether nothing branches: at each depth stands one call of one input, and no layer is called twice. Keras prints such a model
    /// as it prints a Sequential one.
    /// </summary>
    public bool IsChain { get; private set; }

    /// <summary>What the model gives, as the sketch has it.</summary>
    public IReadOnlyList<Value> OutputValues => _outputs;

    /// <summary>What the model takes, as the sketch has it.</summary>
    public IReadOnlyList<Value> InputValues => _inputs;

    /// <summary>The entry that gives a value of the model.</summary>
    public TopologyEntry Giver(Value value) => _byKey[KeyOf(value)];

    /// <summary>The entry of a layer; null where the model does not call it itself.</summary>
    public TopologyEntry? Find(Layer layer) => _byKey.GetValueOrDefault(layer);

    /// <summary>Where an entry's inputs come from, as <c>dense[0][0], dense_1[0][0]</c>: layer, call, output.</summary>
    public string Connections(TopologyEntry entry) => string.Join(", ", entry.Inputs.Select(Source));

    /// <summary>The layers, those of inputs among them.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>What the model takes.</summary>
    public IReadOnlyList<InputSpec> Inputs { get; }

    /// <summary>What its outputs are called: as the layers that give them.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Writes the nodes into the graph that a context belongs to.</summary>
    public IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        Replay(inputs, context.Graph, (call, given) => call.Layer.Invoke(context, given, call.Arguments));

    /// <summary>Writes the nodes once more.</summary>
    /// <param name="inputs">What stands for the model's inputs.</param>
    /// <param name="target">The graph of the new nodes.</param>
    /// <param name="callLayer">Writes a layer.</param>
    /// <returns>What stands for the outputs.</returns>
    public IReadOnlyList<SymbolicTensor> Replay(
        IReadOnlyList<SymbolicTensor> inputs,
        Graph target,
        Func<LayerCall, SymbolicTensor[], IReadOnlyList<SymbolicTensor>> callLayer
    )
    {
        var tensors = new Dictionary<Value, SymbolicTensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < _inputs.Length; i++)
            tensors[_inputs[i]] = inputs[i];
        foreach (var node in _nodes)
        {
            if (node.Outputs.All(tensors.ContainsKey))
                continue;
            var outputs = node is LayerCall call
                ? callLayer(call, [.. node.Inputs.Select(v => tensors[v!])])
                : Copy(node, target, tensors);
            for (int i = 0; i < outputs.Count; i++)
                tensors.TryAdd(node.Outputs[i], outputs[i]);
        }
        return Array.ConvertAll(_outputs, v => tensors[v]);
    }

    /// <summary>An Input of its own for what a model takes.</summary>
    public static Input InputLike(InputSpec spec, string name) =>
        new([.. spec.Shape.Skip(1).Select(d => d.IsKnown ? d.Value : -1)])
        {
            Name = name,
            ElementType = spec.ElementType,
        };

    private static SymbolicTensor[] Copy(Node node, Graph target, Dictionary<Value, SymbolicTensor> tensors)
    {
        var inputs = node.Inputs.Select(v =>
            v is null ? null
            : v.IsConstant ? GraphCopy.Constant(v, target)
            : tensors[v].Value
        );
        var copy = GraphCopy.One(node, target, inputs.ToArray());
        // In graphs that run, names are given when they are written.
        if (target.IsSketch)
            copy.Name = node.Name;
        return copy.Outputs.Select(o => new SymbolicTensor(o)).ToArray();
    }

    private static object Key(Node node) => node is LayerCall call ? call.Layer : node;

    private object KeyOf(Value value) =>
        value.Producer is LayerCall { Layer: Input } || !_inputs.Contains(value) ? Key(value.Producer!) : value;

    private TopologyEntry EntryOf(object key, List<Node> calls)
    {
        var entry = key switch
        {
            // A tensor inside another model stands here as an input, as which Keras copies it.
            Value value => new TopologyEntry(null, NameOf(value), "InputLayer", [], value),
            Layer layer => new TopologyEntry(
                layer,
                layer.Name,
                layer.TypeName,
                [.. calls.OrderBy(c => ((LayerCall)c).Index)],
                null
            ),
            _ => new TopologyEntry(null, NameOf(calls[0].Output), KerasOperations.ClassName(calls[0]), calls, null),
        };
        _byKey.Add(key, entry);
        return entry;
    }

    private void Check(string model)
    {
        if (_inputs.Length == 0 || _outputs.Length == 0)
            throw new ArgumentException(
                $"The model '{model}' was given {_inputs.Length} inputs and {_outputs.Length} outputs; at least one of each was expected."
            );
        foreach (var value in _inputs.Concat(_outputs))
            if (!value.Graph.IsSketch)
                throw new ArgumentException(
                    $"The model '{model}' was given a tensor {value.Type} that no Input begins. Begin with an Input and call Apply."
                );
        if (_inputs.Distinct().Count() < _inputs.Length)
            throw new ArgumentException(
                $"The model '{model}' was given an input twice; each stands once. Take it out."
            );
    }

    /// <summary>All nodes between inputs and outputs, and the order in which layers are met from the outputs on.</summary>
    private Dictionary<object, int> Visit(string model)
    {
        var given = new HashSet<Value>(_inputs, ReferenceEqualityComparer.Instance);
        var met = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Node>();
        var open = new Stack<(Node Node, int Next)>();
        foreach (var output in _outputs)
        {
            Open(output);
            while (open.TryPop(out var top))
            {
                var (node, next) = top;
                if (next == node.Inputs.Count)
                {
                    _nodes.Add(node);
                    continue;
                }
                open.Push((node, next + 1));
                if (node.Inputs[next] is { IsConstant: false } input)
                    Open(input);
            }
        }
        // As in Keras, an input that no output needs is part of the model, before what else is as deep.
        foreach (var input in _inputs.Where(i => met.TryAdd(KeyOf(i), -1)))
            if (input.Producer is LayerCall { Layer: Input } call)
                _nodes.Insert(0, call);
        return met;

        void Open(Value value)
        {
            var node = value.Producer!;
            bool begins = node is LayerCall { Layer: Input };
            // What a model is given, it does not compute.
            if (given.Contains(value) && !begins)
            {
                met.TryAdd(value, met.Count);
                return;
            }
            if (!seen.Add(node))
                return;
            if (node is LayerCall { Layer: Input input } && !given.Contains(value))
                throw new ArgumentException(
                    $"An output of the model '{model}' depends on the Input '{input.Name}', which is not among its inputs {Listed()}. Add it to them."
                );
            met.TryAdd(Key(node), met.Count);
            open.Push((node, 0));
        }
    }

    /// <summary>Keras's order: by the greatest distance from an output, and where that is equal as they were met.</summary>
    private List<object> Order(Dictionary<object, int> met)
    {
        // Of nodes, and of the tensors inside another model where this one begins.
        var depths = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var entryDepths = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var inside = new HashSet<object>(_nodes, ReferenceEqualityComparer.Instance);
        inside.UnionWith(met.Keys.OfType<Value>());
        foreach (var node in Enumerable.Reverse(_nodes))
        {
            int depth = Math.Max(depths.GetValueOrDefault(node), entryDepths.GetValueOrDefault(Key(node)));
            entryDepths[Key(node)] = depths[node] = depth;
            foreach (var input in node.Inputs)
                if (Parent(input) is { } parent)
                    depths[parent] = Math.Max(depth + 1, depths.GetValueOrDefault(parent));
        }
        foreach (object begin in met.Keys.OfType<Value>())
            entryDepths[begin] = depths[begin] = depths.GetValueOrDefault(begin);
        IsChain =
            depths.Values.Distinct().Count() == depths.Count
            && depths.Count == entryDepths.Count
            && _nodes.TrueForAll(n => n.Inputs.Count(i => i is { IsConstant: false }) <= 1);
        return [.. met.Keys.OrderByDescending(e => entryDepths[e]).ThenBy(e => met[e])];

        object? Parent(Value? value) =>
            value is null ? null
            : inside.Contains(value) ? value
            : value.Producer is { } producer && inside.Contains(producer) ? producer
            : null;
    }

    private string Listed() => string.Join(", ", _inputs.Select(v => $"'{Producer(v)}'"));

    private static string Producer(Value value) =>
        value.Producer is LayerCall call ? call.Layer.Name : value.Producer!.Op;

    /// <summary>Operators are numbered within the model, in names that no layer has; those that were read keep theirs.</summary>
    private void NameOperators()
    {
        var taken = Layers.Select(l => l.Name).ToHashSet();
        var operators = _nodes.Where(n => n is not LayerCall).ToArray();
        foreach (var node in operators)
            if (node.Name is { } own && taken.Add(own))
                _operatorNames.Add(node, own);
        var counts = new Dictionary<string, int>();
        foreach (var node in operators)
        {
            if (_operatorNames.ContainsKey(node))
                continue;
            string stem = LayerNames.SnakeCase(KerasOperations.ClassName(node));
            string name;
            do
            {
                int number = counts[stem] = counts.GetValueOrDefault(stem, -1) + 1;
                name = number == 0 ? stem : FormattableString.Invariant($"{stem}_{number}");
            } while (!taken.Add(name));
            _operatorNames.Add(node, name);
        }
    }

    /// <summary>The name of the layer or operator that gives a value.</summary>
    public string NameOf(Value value) =>
        value.Producer is LayerCall call
            ? call.Layer.Name
            // An operator in front of the model is none of its own.
            : _operatorNames.GetValueOrDefault(value.Producer!)
                ?? LayerNames.SnakeCase(KerasOperations.ClassName(value.Producer!));

    private string Source(Value value)
    {
        int call = value.Producer is LayerCall { Index: var index } ? index : 0;
        return FormattableString.Invariant($"{NameOf(value)}[{call}][{value.Index}]");
    }

    private static string[] Unique(IEnumerable<string> names)
    {
        var taken = new HashSet<string>();
        var result = new List<string>();
        foreach (string name in names)
        {
            string free = name;
            for (int i = 1; !taken.Add(free); i++)
                free = FormattableString.Invariant($"{name}_{i}");
            result.Add(free);
        }
        return [.. result];
    }
}
