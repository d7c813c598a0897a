using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// A computation: named inputs, named outputs, and whatever nodes the outputs need. There is no list of nodes: a node that no output
/// reaches is not part of the graph, so dead code needs no removal.
/// </summary>
public sealed class Graph
{
    private readonly List<Value> _inputs = [];
    private readonly List<GraphOutput> _outputs = [];
    private readonly Dictionary<string, Value> _inputsByName = [];
    private readonly Dictionary<string, GraphOutput> _outputsByName = [];
    private readonly Dictionary<(long Bits, ElementType Type), Value> _scalars = [];
    private string _scope = "";

    /// <summary>A graph without inputs and outputs.</summary>
    /// <param name="name">A name for files and messages.</param>
    public Graph(string name = "graph") => Name = name;

    /// <summary>
    /// Whether the graph only shows how values follow from each other, as users write it down. Its nodes may stand for more than an
    /// operator; it is never written or run.
    /// </summary>
    internal bool IsSketch { get; init; }

    /// <summary>The graph's name.</summary>
    public string Name { get; }

    /// <summary>What the file that the graph was read from says of itself; copies of the graph do not have it.</summary>
    internal Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Value> Inputs => _inputs;

    /// <summary>The outputs.</summary>
    public IReadOnlyList<GraphOutput> Outputs => _outputs;

    /// <summary>The layer from which nodes that are added now come.</summary>
    public string Scope => _scope;

    /// <summary>Adds an input.</summary>
    /// <exception cref="GraphException">The name is taken.</exception>
    public Value AddInput(string name, ElementType type, Shape shape)
    {
        var value = new Value(this, new TensorType(type, shape)) { Name = name };
        if (!_inputsByName.TryAdd(name, value))
            throw new GraphException(
                $"A second input named '{name}' came; names of inputs are unique. Choose another."
            );
        _inputs.Add(value);
        return value;
    }

    /// <summary>Gives a value out under a name.</summary>
    /// <exception cref="GraphException">The name is taken.</exception>
    public GraphOutput AddOutput(string name, Value value)
    {
        var output = new GraphOutput(name, value);
        if (!_outputsByName.TryAdd(name, output))
            throw new GraphException(
                $"A second output named '{name}' came; names of outputs are unique. Choose another."
            );
        _outputs.Add(output);
        return output;
    }

    /// <summary>Gives a value out in front of the others.</summary>
    internal void PrependOutput(string name, Value value)
    {
        var output = AddOutput(name, value);
        _outputs.RemoveAt(_outputs.Count - 1);
        _outputs.Insert(0, output);
    }

    /// <summary>Takes an output away, and with it all nodes that no other output needs.</summary>
    public void RemoveOutput(string name)
    {
        if (_outputsByName.Remove(name, out var output))
            _outputs.Remove(output);
    }

    /// <summary>Takes away an input that no node reads.</summary>
    internal void RemoveInput(Value input)
    {
        if (_inputs.Remove(input))
            _inputsByName.Remove(input.Name!);
    }

    /// <summary>Puts other inputs in the place of all, for a graph whose order of inputs is settled at last.</summary>
    internal void ReplaceInputs(IReadOnlyList<Value> inputs)
    {
        _inputs.Clear();
        _inputsByName.Clear();
        _inputs.AddRange(inputs);
        foreach (var input in inputs)
            _inputsByName.Add(input.Name!, input);
    }

    /// <summary>The input of a name, or null.</summary>
    public Value? FindInput(string name) => _inputsByName.GetValueOrDefault(name);

    /// <summary>The output of a name, or null.</summary>
    public GraphOutput? FindOutput(string name) => _outputsByName.GetValueOrDefault(name);

    /// <summary>A value whose elements are known.</summary>
    public Value Constant(ConstantTensor tensor) =>
        new(this, new TensorType(tensor.Type, tensor.Shape)) { Constant = tensor };

    /// <summary>A value whose elements are known, under a name that files show.</summary>
    internal Value NamedConstant(string name, ConstantTensor tensor)
    {
        var value = Constant(tensor);
        value.Name = name;
        return value;
    }

    /// <summary>A number without dimensions; equal ones are one value.</summary>
    public Value Scalar(double number, ElementType type)
    {
        // By bits, since 0 and -0 compare as equal.
        var key = (BitConverter.DoubleToInt64Bits(number), type);
        if (!_scalars.TryGetValue(key, out var value))
        {
            value = Constant(ConstantTensor.Scalar(number, type));
            _scalars.Add(key, value);
        }
        return value;
    }

    /// <summary>A vector of 64-bit integers, as shapes and axes are given.</summary>
    public Value Ints(params ReadOnlySpan<long> numbers) => Constant(ConstantTensor.Vector(numbers));

    /// <summary>Nodes added until the result is disposed come from this layer.</summary>
    public IDisposable Within(string scope)
    {
        var restore = new ScopeRestore(this, _scope);
        _scope = _scope.Length == 0 || scope.Length == 0 ? _scope + scope : $"{_scope}/{scope}";
        return restore;
    }

    /// <summary>Nodes added until the result is disposed come from exactly this layer, wherever one is now.</summary>
    internal IDisposable At(string scope)
    {
        var restore = new ScopeRestore(this, _scope);
        _scope = scope;
        return restore;
    }

    /// <summary>Adds a node of an operator; its output types are inferred and checked at once.</summary>
    /// <exception cref="GraphException">The operator is unknown, or its inputs do not fit it.</exception>
    public Node Add(string domain, string op, ReadOnlySpan<Value?> inputs, Attributes? attributes = null) =>
        Add(domain, op, inputs, attributes, null);

    /// <summary>Adds a node that is to give so many outputs, for operators that give as many as they are asked for.</summary>
    internal Node Add(string domain, string op, ReadOnlySpan<Value?> inputs, Attributes? attributes, int? outputs)
    {
        var node = new Node(this, domain, op, inputs.ToArray(), attributes ?? [], _scope) { WantedOutputs = outputs };
        var known = OperatorTable.Get(node);
        Arity.Check(node);
        foreach (var type in known.Infer(node))
            node.AddOutput(type);
        KnownElements.Infer(node);
        return node;
    }

    internal Value Emit(string op, params ReadOnlySpan<Value?> inputs) => Add("", op, inputs).Output;

    internal Value Emit(string op, Attributes attributes, params ReadOnlySpan<Value?> inputs) =>
        Add("", op, inputs, attributes).Output;

    /// <summary>The nodes that the outputs need, each after the nodes that it reads.</summary>
    public List<Node> Sort() => Sort(_outputs.ConvertAll(o => o.Value));

    /// <summary>The nodes that some values need, each after the nodes that it reads. Without recursion: graphs are deep.</summary>
    /// <param name="roots">The values.</param>
    /// <param name="given">Values that are there already: what they need is left out.</param>
    internal List<Node> Sort(IReadOnlyList<Value> roots, IReadOnlyCollection<Value>? given = null)
    {
        var stops = new HashSet<Value>(given ?? [], ReferenceEqualityComparer.Instance);
        var sorted = new List<Node>();
        var state = new Dictionary<Node, bool>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(Node Node, IEnumerator<Node> Next)>();
        foreach (var root in roots)
        {
            if (!stops.Contains(root))
                Open(root.Producer);
            while (stack.Count > 0)
            {
                var (node, next) = stack.Peek();
                if (next.MoveNext())
                {
                    Open(next.Current);
                    continue;
                }
                stack.Pop();
                state[node] = true;
                sorted.Add(node);
            }
        }
        return sorted;

        void Open(Node? node)
        {
            if (node is null || node.Graph != this)
                return;
            if (state.TryGetValue(node, out bool done))
            {
                if (!done)
                    throw new GraphException($"The graph '{Name}' has a cycle through {node}; a graph must have none.");
                return;
            }
            state.Add(node, false);
            stack.Push((node, Producers(node).GetEnumerator()));
        }

        IEnumerable<Node> Producers(Node node)
        {
            foreach (var input in node.Inputs)
                if (input?.Producer is { } producer && !stops.Contains(input))
                    yield return producer;
        }
    }

    /// <summary>The graph as text.</summary>
    public override string ToString() => GraphText.Print(this);

    private sealed class ScopeRestore(Graph graph, string scope) : IDisposable
    {
        public void Dispose() => graph._scope = scope;
    }
}
