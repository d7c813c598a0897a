using Google.Protobuf;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Reads an ONNX model into a graph; what cannot be read is refused with the node's name.</summary>
public static class ModelReader
{
    /// <summary>The newest opset that is understood.</summary>
    public const int NewestOpset = 22;

    /// <summary>
    /// How often a node may be read on the average: bodies of Loops are read again where shapes change from turn to turn, which for
    /// bodies within bodies multiplies.
    /// </summary>
    private const int MostReadings = 16;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="GraphException">The file holds no ONNX model that can be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Graph Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"No file '{path}' was found; an ONNX model was expected there. Check the path.",
                path
            );
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
            throw new GraphException(
                $"The file '{path}' of {length} bytes came; an ONNX model takes at most 2 GiB. Export it with less in one file."
            );
        return FromBytes(File.ReadAllBytes(path));
    }

    /// <summary>Reads the bytes of a model file.</summary>
    /// <exception cref="GraphException">They hold no ONNX model that can be read.</exception>
    public static Graph FromBytes(ReadOnlySpan<byte> bytes)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GraphException(
                $"{bytes.Length} bytes came that are no ONNX model ({error.Message}). Export the model again.",
                error
            );
        }
        if (model.Graph is null)
            throw new GraphException(
                "An ONNX model without a graph came; a graph was expected. Export the model again."
            );
        long opset = model.OpsetImport.LastOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 1;
        if (opset is < 1 or > NewestOpset)
            throw new GraphException(
                $"A model of opset {opset} came; 1 to {NewestOpset} are understood. Export it with one of those."
            );
        var reader = new Reader(new Graph(model.Graph.Name), (int)opset, new Budget(model.Graph));
        var graph = reader.Read(model.Graph);
        foreach (var entry in model.MetadataProps)
            graph.Metadata[entry.Key] = entry.Value;
        return graph;
    }

    /// <summary>How many nodes may still be read.</summary>
    private sealed class Budget(GraphProto proto)
    {
        private long _left = MostReadings * Count(proto);

        public void Spend(string where)
        {
            if (--_left < 0)
                throw new GraphException(
                    $"{where} lies in graphs within graphs whose shapes do not settle. Export the model with fixed shapes."
                );
        }

        private static long Count(GraphProto proto) =>
            proto.Node.Sum(n => 1 + n.Attribute.Sum(a => a.G is null ? 0 : Count(a.G)));
    }

    /// <summary>One graph as it is being read; a subgraph sees the values of the outer ones.</summary>
    private sealed class Reader(Graph graph, int opset, Budget budget, Reader? outer = null)
    {
        private readonly Dictionary<string, Value> _values = [];
        private readonly HashSet<string> _read = [];
        private readonly HashSet<string> _initializers = [];
        private readonly List<Value> _outside = [];
        private readonly Dictionary<Value, Value> _entered = new(ReferenceEqualityComparer.Instance);
        private int _names;

        public Graph Read(GraphProto proto, TensorType[]? types = null)
        {
            ReadInitializers(proto);
            if (types is not null && types.Length != proto.Input.Count)
                throw new GraphException(
                    $"The graph '{graph.Name}' takes {proto.Input.Count} inputs; its node gives it {types.Length}. Export the model again."
                );
            for (int i = 0; i < proto.Input.Count; i++)
            {
                // Old models list their initializers among the inputs too; those are no inputs to us.
                var input = proto.Input[i];
                if (_initializers.Contains(input.Name))
                    continue;
                var type = types is null ? TensorReader.ToType(input) : types[i];
                Define(input.Name, graph.AddInput(input.Name, type.ElementType, type.Shape), "An input");
            }
            foreach (var node in proto.Node)
                Read(node);
            foreach (var output in proto.Output)
                graph.AddOutput(output.Name, Find(output.Name, $"The list of outputs of '{graph.Name}'"));
            return graph;
        }

        private void ReadInitializers(GraphProto proto)
        {
            _read.UnionWith(NamesRead(proto));
            if (proto.SparseInitializer.Count > 0)
                throw new GraphException(
                    $"The graph '{proto.Name}' has sparse initializers, which are not supported. Export the model with dense ones."
                );
            foreach (var tensor in proto.Initializer)
            {
                Define(tensor.Name, graph.Constant(TensorReader.ToTensor(tensor)), "An initializer");
                _initializers.Add(tensor.Name);
            }
        }

        private void Read(NodeProto proto)
        {
            string where = $"node {proto.OpType} '{proto.Name}'";
            budget.Spend(where);
            try
            {
                Read(proto, where);
            }
            // A file may hold anything; whatever that leads to, the file is at fault.
            catch (Exception error) when (error is not (GraphException or OutOfMemoryException))
            {
                throw new GraphException($"{where} cannot be read: {error.Message} Export the model again.", error);
            }
        }

        private void Read(NodeProto proto, string where)
        {
            string domain = proto.Domain == "ai.onnx" ? "" : proto.Domain;
            var inputs = proto.Input.Select(name => name.Length == 0 ? null : Find(name, where)).ToList();
            var attributes = ReadAttributes(proto, where);
            if (Taken(proto, domain, inputs) is { } branch)
            {
                Inline(proto, branch, where);
                return;
            }
            ReadBodies(proto, inputs, attributes, where);
            // The name serves as scope, so that an error further on names the node as its file does.
            using var scope = graph.At(proto.Name);
            if (domain.Length == 0 && Replace(proto, inputs, attributes) is { } value)
            {
                if (proto.Output.Count == 0)
                    throw new GraphException($"{where} has no output; one was expected. Export the model again.");
                Define(proto.Output[0], value, where);
                return;
            }
            int outputs = OutputCount(proto);
            string op = OpsetForms.NameToday(domain, proto.OpType);
            if (domain.Length == 0)
            {
                op = SamplingForms.Upgrade(graph, op, opset, inputs, attributes);
                OpsetForms.Upgrade(graph, op, opset, inputs, attributes, proto.Output.Count);
            }
            var node = graph.Add(domain, op, inputs.ToArray(), attributes, outputs);
            node.Name = proto.Name.Length == 0 ? null : proto.Name;
            for (int i = 0; i < outputs; i++)
            {
                string name = proto.Output[i];
                if (i < node.Outputs.Count && name.Length > 0)
                    Define(name, node.Outputs[i], where);
                else if (_read.Contains(name))
                    throw new GraphException(
                        $"{where} has an output {i}, '{name}', that something reads; here it gives {node.Outputs.Count}. Export the model without it."
                    );
            }
        }

        /// <summary>What the nodes of a graph read, and those of the graphs within it, and what it gives out.</summary>
        private static IEnumerable<string> NamesRead(GraphProto proto) =>
            proto
                .Node.SelectMany(n =>
                    n.Input.Concat(n.Attribute.Where(a => a.G is not null).SelectMany(a => NamesRead(a.G)))
                )
                .Concat(proto.Output.Select(o => o.Name));

        /// <summary>The branch of an If that is known to be taken; the other one may be of no sense for these inputs.</summary>
        private static GraphProto? Taken(NodeProto proto, string domain, List<Value?> inputs)
        {
            if (domain.Length > 0 || proto.OpType != "If" || inputs is not [{ } condition])
                return null;
            if (condition.ElementType != ElementType.Bool || KnownElements.Numbers(condition) is not [var holds])
                return null;
            string name = holds != 0 ? "then_branch" : "else_branch";
            return proto.Attribute.FirstOrDefault(a => a.Name == name)?.G;
        }

        /// <summary>Reads a branch in the place of its node.</summary>
        private void Inline(NodeProto proto, GraphProto branch, string where)
        {
            if (branch.Input.Count > 0 || branch.Output.Count < OutputCount(proto))
                throw new GraphException(
                    $"{where} gives {proto.Output.Count} outputs by a branch of {branch.Input.Count} inputs and {branch.Output.Count} outputs; no inputs and as many outputs were expected. Export the model again."
                );
            var reader = new Reader(graph, opset, budget, this);
            reader.ReadInitializers(branch);
            foreach (var node in branch.Node)
                reader.Read(node);
            for (int i = 0; i < proto.Output.Count; i++)
                if (proto.Output[i].Length > 0)
                    Define(proto.Output[i], reader.Find(branch.Output[i].Name, where), where);
        }

        private static Attributes ReadAttributes(NodeProto proto, string where)
        {
            var attributes = new Attributes { Owner = where };
            var names = new HashSet<string> { Bodies.Captured };
            foreach (var attribute in proto.Attribute)
            {
                if (!names.Add(attribute.Name))
                    throw new GraphException(
                        $"{where} has an attribute '{attribute.Name}' a second time, or one of a name that is taken. Export the model again."
                    );
                if (attribute.Type != AttributeProto.Types.AttributeType.Graph)
                    attributes.Append(attribute.Name, ToValue(attribute, where));
            }
            return attributes;
        }

        /// <summary>
        /// How many outputs a node is to give: those at the end without a name do not count, nor those that only older opsets had and
        /// that nothing reads. The parts of a Split are there whether they have names or not.
        /// </summary>
        private int OutputCount(NodeProto proto)
        {
            int count = proto.Output.Count;
            bool gone = proto.OpType == "BatchNormalization" && opset < 14;
            if (proto.OpType != "Split")
                while (count > 0 && IsIdle(proto.Output[count - 1], gone))
                    count--;
            return count;
        }

        private bool IsIdle(string output, bool gone) => output.Length == 0 || (gone && !_read.Contains(output));

        /// <summary>Nodes that are values, or nothing, in a graph of ours.</summary>
        private Value? Replace(NodeProto proto, List<Value?> inputs, Attributes attributes) =>
            proto.OpType switch
            {
                "Constant" when attributes.Tensor("value") is { } tensor => graph.Constant(tensor),
                "Constant" when attributes.Has("value_float") => graph.Scalar(
                    attributes.Float("value_float"),
                    ElementType.Float32
                ),
                "Constant" when attributes.Has("value_int") => graph.Scalar(
                    attributes.Int("value_int"),
                    ElementType.Int64
                ),
                "Constant" when attributes.Ints("value_ints") is { } ints => graph.Ints(ints),
                "Constant" when attributes.Floats("value_floats") is { } floats => graph.Constant(
                    ConstantTensor.Vector<float>(floats)
                ),
                "Constant" => throw new GraphException(
                    $"{attributes.Owner} holds no numbers; only those are supported. Export the model without it."
                ),
                // A trained model leaves everything as it is, and no one asks which elements it kept.
                "Dropout"
                    when (inputs.Count < 3 || inputs[2] is null || inputs[2]!.Constant?.IsAll(0) == true)
                        && !proto.Output.Skip(1).Any(_read.Contains) => inputs[0],
                _ => OpsetForms.Compose(proto.OpType, opset, inputs, attributes),
            };

        private void Define(string name, Value value, string where)
        {
            if (name.Length == 0)
                throw new GraphException(
                    $"{where} of '{graph.Name}' has no name; each needs one. Export the model again."
                );
            if (!_values.TryAdd(name, value))
                throw new GraphException(
                    $"{where} defines '{name}' a second time; each value is defined once. Export the model again."
                );
            value.Name ??= name;
        }

        /// <summary>Reads the graphs of a node. What they read from outside becomes an input of the node and of each of them.</summary>
        private void ReadBodies(NodeProto proto, List<Value?> inputs, Attributes attributes, string where)
        {
            var graphs = proto
                .Attribute.Where(a => a.Type == AttributeProto.Types.AttributeType.Graph && a.G is not null)
                .ToArray();
            if (graphs.Length == 0)
                return;
            if (opset < 9 && proto.OpType == "Scan")
                throw new GraphException(
                    $"{where} is one of opset {opset}, which runs over a batch of sequences; those since opset 9 are supported. Export the model with opset 9 or newer."
                );
            // A branch that is never taken may make no sense for the sizes that are known; the other one stands in for it.
            if (
                proto.OpType == "If"
                && inputs is [{ } condition, ..]
                && KnownElements.Numbers(condition) is [var holds]
            )
                graphs = [.. graphs.Where(g => g.Name == (holds != 0 ? "then_branch" : "else_branch"))];
            var readers = new List<Reader>();
            foreach (var attribute in graphs)
            {
                var types = Bodies.OwnTypes(proto.OpType, attributes, inputs, where);
                Reader reader = null!;
                Bodies.Settle(
                    proto.OpType,
                    types,
                    t => (reader = new Reader(new Graph(attribute.G.Name), opset, budget, this)).Read(attribute.G, t)
                );
                readers.Add(reader);
            }
            var outside = readers.SelectMany(r => r._outside).Distinct().ToArray();
            for (int i = 0; i < graphs.Length; i++)
                attributes.Append(graphs[i].Name, readers[i].WithInputs(outside));
            if (proto.OpType == "If" && graphs.Length == 1)
                attributes.Append(
                    graphs[0].Name == "then_branch" ? "else_branch" : "then_branch",
                    attributes.Subgraph(graphs[0].Name)!
                );
            attributes.Append(Bodies.Captured, outside.Length);
            inputs.AddRange(outside);
        }

        /// <summary>The graph with an input for each value from outside behind its own.</summary>
        private Graph WithInputs(Value[] outside)
        {
            var entered = new HashSet<Value>(_entered.Values, ReferenceEqualityComparer.Instance);
            var own = graph.Inputs.Where(i => !entered.Contains(i)).ToArray();
            graph.ReplaceInputs([.. own, .. outside.Select(Enter)]);
            return graph;
        }

        /// <summary>What stands in the graph for a value from outside.</summary>
        private Value Enter(Value outside)
        {
            if (!_entered.TryGetValue(outside, out var inner))
            {
                string name;
                do name = $"outside{_names++}";
                while (graph.FindInput(name) is not null);
                inner = Bodies.Enter(graph, name, outside);
                _entered.Add(outside, inner);
            }
            return inner;
        }

        private Value Find(string name, string where)
        {
            if (_values.TryGetValue(name, out var value))
                return value;
            if (outer is null)
                throw new GraphException(
                    $"{where} reads '{name}', which nothing before it defines: the graph has a cycle, or a node is missing. Export the model again."
                );
            var found = outer.Find(name, where);
            if (found.Graph == graph)
                return found;
            if (found.Constant is { } constant)
                return _values[name] = graph.NamedConstant(name, constant);
            if (!_entered.ContainsKey(found))
                _outside.Add(found);
            return _values[name] = Enter(found);
        }

        private static object ToValue(AttributeProto a, string where) =>
            a.Type switch
            {
                _ when a.RefAttrName.Length > 0 => throw new GraphException(
                    $"{where} takes its attribute '{a.Name}' from a function; functions are not supported. Export the model without them."
                ),
                AttributeProto.Types.AttributeType.Int => a.I,
                AttributeProto.Types.AttributeType.Float => a.F,
                AttributeProto.Types.AttributeType.String => a.S.ToStringUtf8(),
                AttributeProto.Types.AttributeType.Ints => a.Ints.ToArray(),
                AttributeProto.Types.AttributeType.Floats => a.Floats.ToArray(),
                AttributeProto.Types.AttributeType.Strings => a.Strings.Select(s => s.ToStringUtf8()).ToArray(),
                AttributeProto.Types.AttributeType.Tensor when a.T is not null => TensorReader.ToTensor(a.T),
                _ => throw new GraphException(
                    $"{where} has an attribute '{a.Name}' of type {a.Type}, which is not supported, or lacks its value."
                ),
            };
    }
}
