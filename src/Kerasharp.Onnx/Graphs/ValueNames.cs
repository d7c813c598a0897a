using System.Globalization;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// Unique names for the values of a graph as it is written: given ones are kept, others are made of the layer and the operator,
/// so that an error of the runtime names the layer.
/// </summary>
internal sealed class ValueNames
{
    private readonly Dictionary<Value, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _counters = [];
    private readonly HashSet<Value> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Graph _graph;
    private readonly ValueNames? _outer;

    public ValueNames(Graph graph, ValueNames? outer = null)
    {
        _graph = graph;
        _outer = outer;
        foreach (var input in graph.Inputs)
            Take(input, input.Name!);
        // A value that is given out takes the output's name, so that no copying node is needed.
        foreach (var output in graph.Outputs)
            if (output.Value.Producer is not null && output.Value.Graph == graph && !_names.ContainsKey(output.Value))
                Take(output.Value, Free(graph, output.Name));
        foreach (var output in graph.Outputs)
        {
            _taken.Add(output.Name);
            _read.Add(output.Value);
        }
        foreach (var node in graph.Sort())
        {
            foreach (var input in node.Inputs)
                if (input is not null)
                    _read.Add(input);
            _read.UnionWith(node.Captured());
        }
    }

    /// <summary>Whether a node or an output of the graph reads the value.</summary>
    public bool IsRead(Value value) => _read.Contains(value);

    /// <summary>The value's name; made on first use.</summary>
    public string this[Value value]
    {
        get
        {
            if (Lookup(value) is { } name)
                return name;
            if (!value.IsConstant && !Holds(value.Graph))
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
        while (IsTaken(name))
        {
            int number = _counters[stem] = _counters.GetValueOrDefault(stem) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        }
        _taken.Add(name);
        return name;
    }

    private bool Holds(Graph graph) => _graph == graph || (_outer?.Holds(graph) ?? false);

    private static string Free(Graph graph, string output) =>
        graph.FindInput(output) is null
            ? output
            : throw new GraphException(
                $"The graph '{graph.Name}' has an input and another value as an output, both named '{output}'; names are unique. Rename one."
            );

    private bool IsTaken(string name) => _taken.Contains(name) || (_outer?.IsTaken(name) ?? false);

    private string? Lookup(Value value) => _names.TryGetValue(value, out string? name) ? name : _outer?.Lookup(value);

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
