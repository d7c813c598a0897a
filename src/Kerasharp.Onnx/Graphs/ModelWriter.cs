using Google.Protobuf;
using Kerasharp.Onnx.Files;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Writes a graph as an ONNX model.</summary>
public static class ModelWriter
{
    /// <summary>The opset of training graphs, for which ONNX Runtime's devices have the most kernels.</summary>
    public const int TrainingOpset = 18;

    /// <summary>The oldest and newest opset that can be written.</summary>
    public static (int Oldest, int Newest) Opsets => (17, 21);

    /// <summary>The bytes of a model file.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="opset">ONNX's operator set, 17 to 21.</param>
    /// <param name="metadata">Entries of the model's metadata.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opset is none that can be written.</exception>
    public static byte[] ToBytes(
        Graph graph,
        int opset = TrainingOpset,
        IReadOnlyDictionary<string, string>? metadata = null
    ) => ToModel(graph, opset, metadata).ToByteArray();

    /// <summary>Writes a model file: to a temporary name beside it first, so that no half-written file is left.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="path">The file.</param>
    /// <param name="opset">ONNX's operator set, 17 to 21.</param>
    /// <param name="metadata">Entries of the model's metadata.</param>
    /// <param name="producerName">The program that made the model; Kerasharp by default.</param>
    /// <param name="producerVersion">Its version; of Kerasharp its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opset is none that can be written.</exception>
    public static void Save(
        Graph graph,
        string path,
        int opset = TrainingOpset,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? producerName = null,
        string? producerVersion = null
    )
    {
        var model = ToModel(graph, opset, metadata);
        if (producerName is not null)
            (model.ProducerName, model.ProducerVersion) = (producerName, "");
        if (producerVersion is not null)
            model.ProducerVersion = producerVersion;
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    /// <summary>Makes the model and gives what writes it to a stream, as one of several files.</summary>
    internal static Action<Stream> Prepare(Graph graph, int opset, IReadOnlyDictionary<string, string>? metadata)
    {
        var model = ToModel(graph, opset, metadata);
        return stream => model.WriteTo(stream);
    }

    /// <summary>Refuses an opset that cannot be written.</summary>
    internal static void CheckOpset(int opset)
    {
        if (opset < Opsets.Oldest || opset > Opsets.Newest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(opset),
                opset,
                $"An opset of {opset} came; {Opsets.Oldest} to {Opsets.Newest} can be written. Choose one of them."
            );
        }
    }

    internal static ModelProto ToModel(Graph graph, int opset, IReadOnlyDictionary<string, string>? metadata)
    {
        CheckOpset(opset);
        if (Decompose.Needed(graph, opset))
        {
            graph = GraphCopy.Of(graph);
            Decompose.ForOpset(graph, opset);
        }
        var model = new ModelProto
        {
            // IR version 8 belongs to opset 17 and 18 and is read by every runtime in use; newer opsets need newer versions.
            IrVersion =
                opset <= 18 ? 8
                : opset <= 20 ? 9
                : 10,
            ProducerName = "Kerasharp",
            ProducerVersion = typeof(ModelWriter).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = ToProto(graph, new ValueNames(graph), opset, out var domains),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        foreach (string domain in domains)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private static GraphProto ToProto(
        Graph graph,
        ValueNames names,
        int opset,
        out SortedSet<string> domains,
        int captured = 0
    )
    {
        domains = [];
        var proto = new GraphProto { Name = graph.Name };
        var written = new HashSet<Value>(ReferenceEqualityComparer.Instance);
        foreach (var input in graph.Inputs.SkipLast(captured))
            proto.Input.Add(ToProto(names[input], input.Type));
        foreach (var node in graph.Sort())
        {
            if (node.Domain.Length > 0)
                domains.Add(node.Domain);
            var (op, inputs, attributes) = OpsetForms.ForWriting(node, opset);
            inputs.ForEach(WriteConstant);
            inputs.RemoveRange(inputs.Count - Bodies.CapturedCount(attributes), Bodies.CapturedCount(attributes));
            proto.Node.Add(ToProto(node, op, inputs, attributes, names, opset, domains));
        }
        foreach (var output in graph.Outputs)
        {
            string name = names.Output(output.Name);
            proto.Output.Add(ToProto(name, output.Value.Type));
            WriteConstant(output.Value);
            // An input, a constant, or a value that is given out twice needs a node to carry the second name.
            if (names[output.Value] != name)
            {
                var copy = new NodeProto { OpType = "Identity", Name = names.Unique(name + "/Identity") };
                copy.Input.Add(names[output.Value]);
                copy.Output.Add(name);
                proto.Node.Add(copy);
            }
        }
        return proto;

        void WriteConstant(Value? value)
        {
            if (value?.Constant is { } constant && written.Add(value))
                proto.Initializer.Add(ToProto(names[value], constant));
        }
    }

    private static NodeProto ToProto(
        Node node,
        string op,
        List<Value?> inputs,
        Attributes attributes,
        ValueNames names,
        int opset,
        SortedSet<string> domains
    )
    {
        var proto = new NodeProto
        {
            OpType = op,
            Name = node.Name ?? names.Unique($"{(node.Scope.Length == 0 ? "" : node.Scope + "/")}{node.Op}.node"),
        };
        if (node.Domain.Length > 0)
            proto.Domain = node.Domain;
        int count = inputs.Count;
        // Both of a Loop's limits may be absent, but their places must be there.
        while (count > (op == "Loop" ? 2 : 0) && inputs[count - 1] is null)
            count--;
        for (int i = 0; i < count; i++)
            proto.Input.Add(inputs[i] is { } input ? names[input] : "");
        int outputs = node.Outputs.Count;
        // An optional output that nothing reads is left out: a runtime that has to fill it works more, or cannot at all.
        while (outputs > 1 && !OperatorTable.Get(node).EveryOutput && !names.IsRead(node.Outputs[outputs - 1]))
            outputs--;
        for (int i = 0; i < outputs; i++)
            proto.Output.Add(names[node.Outputs[i]]);
        // Graphs come last, as they do when they are read: their inputs need the other attributes.
        foreach (var (name, value) in attributes.OrderBy(a => a.Value is Graph))
            if (name != Bodies.Captured)
                proto.Attribute.Add(ToProto(name, value, node, names, opset, domains));
        return proto;
    }

    private static AttributeProto ToProto(
        string name,
        object value,
        Node node,
        ValueNames names,
        int opset,
        SortedSet<string> domains
    )
    {
        var proto = new AttributeProto { Name = name };
        switch (value)
        {
            case long number:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case float number:
                (proto.Type, proto.F) = (AttributeProto.Types.AttributeType.Float, number);
                break;
            case string text:
                (proto.Type, proto.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case long[] numbers:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                proto.Type = AttributeProto.Types.AttributeType.Floats;
                proto.Floats.AddRange(numbers);
                break;
            case string[] texts:
                proto.Type = AttributeProto.Types.AttributeType.Strings;
                proto.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case ConstantTensor tensor:
                (proto.Type, proto.T) = (AttributeProto.Types.AttributeType.Tensor, ToProto("", tensor));
                break;
            case Graph graph:
                proto.Type = AttributeProto.Types.AttributeType.Graph;
                Value[] outside = [.. Bodies.FromOutside(node)];
                proto.G = ToProto(graph, new ValueNames(graph, names, outside), opset, out var inner, outside.Length);
                domains.UnionWith(inner);
                break;
        }
        return proto;
    }

    private static TensorProto ToProto(string name, ConstantTensor tensor)
    {
        var proto = new TensorProto
        {
            Name = name,
            DataType = (int)tensor.Type,
            RawData = UnsafeByteOperations.UnsafeWrap(tensor.Memory),
        };
        proto.Dims.AddRange(tensor.Shape.ToArray());
        return proto;
    }

    private static ValueInfoProto ToProto(string name, TensorType type)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type.ElementType, Shape = new TensorShapeProto() };
        foreach (var dim in type.Shape)
        {
            var proto = new TensorShapeProto.Types.Dimension();
            if (dim.IsKnown)
                proto.DimValue = dim.Value;
            else if (dim.Symbol != "?")
                proto.DimParam = dim.Symbol;
            tensor.Shape.Dim.Add(proto);
        }
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}
