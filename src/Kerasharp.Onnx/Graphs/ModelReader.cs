using Google.Protobuf;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Reads an ONNX model into a graph; what cannot be read is refused with the node's name.</summary>
public static class ModelReader
{
    /// <summary>The newest opset that is understood.</summary>
    public const int NewestOpset = 22;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="GraphException">The file holds no ONNX model that can be read.</exception>
    public static Graph Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"No file '{path}' was found; an ONNX model was expected there. Check the path.",
                path
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
        var opsets = model
            .OpsetImport.GroupBy(o => o.Domain == "ai.onnx" ? "" : o.Domain)
            .ToDictionary(o => o.Key, o => o.Last().Version);
        long opset = opsets.GetValueOrDefault("", 1);
        if (opset > NewestOpset)
            throw new GraphException(
                $"A model of opset {opset} came; up to {NewestOpset} is understood. Export it with an older opset."
            );
        return new Reader(new Graph(model.Graph.Name), (int)opset).Read(model.Graph);
    }

    /// <summary>One graph as it is being read; a subgraph sees the values of the outer ones.</summary>
    private sealed class Reader(Graph graph, int opset, Reader? outer = null)
    {
        private readonly Dictionary<string, Value> _values = [];
        private readonly HashSet<string> _read = [];
        private readonly List<(Value Outer, Value Inner)> _fromOutside = [];

        public Graph Read(GraphProto proto, TensorType[]? types = null)
        {
            _read.UnionWith(proto.Node.SelectMany(n => n.Input).Concat(proto.Output.Select(o => o.Name)));
            foreach (var tensor in proto.Initializer)
                Define(tensor.Name, graph.Constant(ToTensor(tensor)), $"initializer '{tensor.Name}'");
            if (types is not null && types.Length != proto.Input.Count)
                throw new GraphException(
                    $"The graph '{graph.Name}' takes {proto.Input.Count} inputs; its node gives it {types.Length}. Export the model again."
                );
            for (int i = 0; i < proto.Input.Count; i++)
            {
                // Old models list their initializers among the inputs too; those are no inputs to us.
                var input = proto.Input[i];
                if (_values.ContainsKey(input.Name))
                    continue;
                var type = types is null ? ToType(input) : types[i];
                Define(input.Name, graph.AddInput(input.Name, type.ElementType, type.Shape), $"input '{input.Name}'");
            }
            foreach (var node in proto.Node)
                Read(node);
            foreach (var output in proto.Output)
                graph.AddOutput(output.Name, Find(output.Name, "the outputs"));
            return graph;
        }

        private void Read(NodeProto proto)
        {
            string where = $"node {proto.OpType} '{proto.Name}'";
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
            var attributes = new Attributes { Owner = where };
            foreach (var attribute in proto.Attribute)
                if (attribute.Type != AttributeProto.Types.AttributeType.Graph)
                    attributes.Add(attribute.Name, ToValue(attribute, where));
            ReadBodies(proto, inputs, attributes, where);
            if (domain.Length == 0 && Replace(proto, inputs, attributes) is { } value)
            {
                Define(proto.Output[0], value, where);
                return;
            }
            string op = OpsetForms.NameToday(domain, proto.OpType);
            if (domain.Length == 0)
                OpsetForms.Upgrade(graph, op, opset, inputs, attributes, proto.Output.Count);
            Node node;
            // The name serves as scope, so that an error further on names the node as its file does.
            using (graph.At(proto.Name))
                node = graph.Add(domain, op, inputs.ToArray(), attributes);
            node.Name = proto.Name.Length == 0 ? null : proto.Name;
            for (int i = 0; i < proto.Output.Count && i < node.Outputs.Count; i++)
                if (proto.Output[i].Length > 0)
                    Define(proto.Output[i], node.Outputs[i], where);
        }

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
                // A trained model leaves everything as it is, and no one asks which elements it kept.
                "Dropout"
                    when (inputs.Count < 3 || inputs[2] is null || inputs[2]!.Constant?.IsAll(0) == true)
                        && !proto.Output.Skip(1).Any(_read.Contains) => inputs[0],
                _ => null,
            };

        private void Define(string name, Value value, string where)
        {
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
                    t => (reader = new Reader(new Graph(attribute.G.Name), opset, this)).Read(attribute.G, t)
                );
                readers.Add(reader);
            }
            var outside = readers.SelectMany(r => r._fromOutside).Select(pair => pair.Outer).Distinct().ToArray();
            for (int i = 0; i < graphs.Length; i++)
                attributes.Add(graphs[i].Name, readers[i].WithInputs(outside));
            if (proto.OpType == "If" && graphs.Length == 1)
                attributes.Add(
                    graphs[0].Name == "then_branch" ? "else_branch" : "then_branch",
                    attributes.Subgraph(graphs[0].Name)
                );
            attributes.Add(Bodies.Captured, outside.Length);
            inputs.AddRange(outside);
        }

        /// <summary>The graph with an input for each value from outside behind its own.</summary>
        private Graph WithInputs(Value[] outside)
        {
            var own = graph.Inputs.Where(i => !_fromOutside.Exists(pair => pair.Inner == i)).ToArray();
            var entered = Array.ConvertAll(
                outside,
                v => _fromOutside.Find(pair => pair.Outer == v).Inner ?? Bodies.Enter(graph, FreeName(), v)
            );
            graph.ReplaceInputs([.. own, .. entered]);
            return graph;
        }

        private string FreeName()
        {
            int number = 0;
            while (graph.FindInput($"outside{number}") is not null)
                number++;
            return $"outside{number}";
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
            if (found.Constant is { } constant)
                return _values[name] = graph.NamedConstant(name, constant);
            var inner = _fromOutside.Find(pair => pair.Outer == found).Inner;
            if (inner is null)
            {
                inner = Bodies.Enter(graph, FreeName(), found);
                _fromOutside.Add((found, inner));
            }
            return _values[name] = inner;
        }

        private object? ToValue(AttributeProto a, string where) =>
            a.Type switch
            {
                AttributeProto.Types.AttributeType.Int => a.I,
                AttributeProto.Types.AttributeType.Float => a.F,
                AttributeProto.Types.AttributeType.String => a.S.ToStringUtf8(),
                AttributeProto.Types.AttributeType.Ints => a.Ints.ToArray(),
                AttributeProto.Types.AttributeType.Floats => a.Floats.ToArray(),
                AttributeProto.Types.AttributeType.Strings => a.Strings.Select(s => s.ToStringUtf8()).ToArray(),
                AttributeProto.Types.AttributeType.Tensor when a.T is not null => ToTensor(a.T),
                _ => throw new GraphException(
                    $"{where} has an attribute '{a.Name}' of type {a.Type}, which is not supported, or lacks its value."
                ),
            };
    }

    private static TensorType ToType(ValueInfoProto proto)
    {
        if (proto.Type?.TensorType is not { } tensor || tensor.Shape is null)
            throw new GraphException(
                $"The input '{proto.Name}' is no tensor of known rank; only those are supported. Export it with a shape."
            );
        var dims = tensor.Shape.Dim.Select(d =>
            d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue >= 0
                ? new Dim(d.DimValue)
            : d.DimParam.Length > 0 ? Dim.Symbolic(d.DimParam)
            : Dim.Unknown
        );
        return new TensorType((ElementType)tensor.ElemType, new Shape(dims.ToArray()));
    }

    private static ConstantTensor ToTensor(TensorProto proto)
    {
        var type = (ElementType)proto.DataType;
        long count = 1;
        try
        {
            foreach (long dim in proto.Dims)
                count = dim >= 0 ? checked(count * dim) : throw new OverflowException();
            if (type.Size() == 0)
                throw new NotSupportedException($"elements of type {type} are not supported");
            if (proto.DataLocation == TensorProto.Types.DataLocation.External)
                throw new NotSupportedException("its data lie in another file, which is not supported");
            var bytes =
                proto.RawData.Length > 0 ? proto.RawData.ToByteArray() : TensorFields.ToBytes(proto, type, count);
            return new ConstantTensor(type, [.. proto.Dims], bytes);
        }
        catch (Exception error) when (error is OverflowException or NotSupportedException or ArgumentException)
        {
            throw new GraphException(
                $"The tensor '{proto.Name}' of dimensions [{string.Join(", ", proto.Dims)}] cannot be read: {error.Message}. Export the model again.",
                error
            );
        }
    }
}
