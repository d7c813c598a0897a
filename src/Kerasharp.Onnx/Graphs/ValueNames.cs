using System.Globalization;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// Unique names for the values of a graph as it is written: given ones are kept, others are made of the layer and the operator,
/// so that an error of the runtime names the layer.
/// </summary>
internal sealed class ValueNames
{
    private readonly Dictionary<Value, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> _outputs = [];
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, int> _counters;
    private readonly HashSet<Value> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Graph _graph;

    /// <summary>The names of a graph that is a file's own.</summary>
    public ValueNames(Graph graph)
    {
        _graph = graph;
        (_taken, _counters) = ([], []);
        foreach (var input in graph.Inputs)
            Take(input, input.Name!);
        // A value that is given out takes the output's name, so that no copying node is needed.
        foreach (var output in graph.Outputs)
            if (output.Value.Producer is not null && output.Value.Graph == graph && !_names.ContainsKey(output.Value))
                Take(output.Value, Free(graph, output.Name));
        foreach (var output in graph.Outputs)
        {
            _taken.Add(output.Name);
            _outputs[output.Name] = output.Name;
        }
        NoteReads();
    }

    /// <summary>
    /// The names of a graph that a node runs. No name of it may be one of the file's others; and what it reads from outside, which are
    /// its last inputs here, it knows by the names that the outer graph has for them.
    /// </summary>
    public ValueNames(Graph graph, ValueNames outer, IReadOnlyList<Value> fromOutside)
    {
        _graph = graph;
        (_taken, _counters) = (outer._taken, outer._counters);
        int own = graph.Inputs.Count - fromOutside.Count;
        for (int i = 0; i < graph.Inputs.Count; i++)
            _names[graph.Inputs[i]] = i < own ? Unique(graph.Inputs[i].Name!) : outer[fromOutside[i - own]];
        foreach (var output in graph.Outputs)
        {
            _outputs[output.Name] = Unique(output.Name);
            if (output.Value.Producer is not null)
                _names.TryAdd(output.Value, _outputs[output.Name]);
        }
        NoteReads();
    }

    /// <summary>The name under which an output is written.</summary>
    public string Output(string name) => _outputs[name];

    /// <summary>Whether a node or an output of the graph reads the value.</summary>
    public bool IsRead(Value value) => _read.Contains(value);

    /// <summary>The value's name; made on first use.</summary>
    public string this[Value value]
    {
        get
        {
            if (_names.TryGetValue(value, out string? name))
                return name;
            if (!value.IsConstant && value.Graph != _graph)
                throw new GraphException(
                    $"{value} is read in the graph '{_graph.Name}' but belongs to '{value.Graph.Name}'; copy it there first."
                );
            string stem = value.Name ?? Stem(value);
            return Take(value, Unique(stem));
        }
    }

    /// <summary>A name that no value has, for a node or a helper value.</summary>
    public string Unique(string stem)
    {
        string name = stem;
        while (_taken.Contains(name))
        {
            int number = _counters[stem] = _counters.GetValueOrDefault(stem) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        }
        _taken.Add(name);
        return name;
    }

    private void NoteReads()
    {
        foreach (var output in _graph.Outputs)
            _read.Add(output.Value);
        foreach (var node in _graph.Sort())
            _read.UnionWith(node.Inputs.OfType<Value>());
    }

    private static string Free(Graph graph, string output) =>
        graph.FindInput(output) is null
            ? output
            : throw new GraphException(
                $"The graph '{graph.Name}' has an input and another value as an output, both named '{output}'; names are unique. Rename one."
            );

    private string Take(Value value, string name)
    {
        _taken.Add(name);
        _names[value] = name;
        return name;
    }

    private static string Stem(Value value)
    {
        if (value.Producer is not { } node)
            return "constant";
        string op = node.Scope.Length == 0 ? node.Op : $"{node.Scope}/{node.Op}";
        return value.Index == 0 ? op : string.Create(CultureInfo.InvariantCulture, $"{op}:{value.Index}");
    }
}
