using Google.Protobuf;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>What an ONNX file says of itself, whether or not its operators are known here: for tools that show it.</summary>
/// <example><code>foreach (var input in ModelDescription.Load("model.onnx").Inputs) Console.WriteLine(input);</code></example>
public sealed class ModelDescription
{
    private ModelDescription(ModelProto model, long fileBytes)
    {
        FileBytes = fileBytes;
        IrVersion = model.IrVersion;
        Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim();
        Opsets = model
            .OpsetImport.GroupBy(o => o.Domain.Length == 0 ? "ai.onnx" : o.Domain)
            .ToDictionary(o => o.Key, o => o.Last().Version);
        Metadata = model.MetadataProps.GroupBy(p => p.Key).ToDictionary(p => p.Key, p => p.Last().Value);
        var graph = model.Graph;
        Name = graph.Name;
        var initialized = graph.Initializer.Select(t => t.Name).ToHashSet();
        Inputs = graph.Input.Where(i => !initialized.Contains(i.Name)).Select(Describe).ToArray();
        Outputs = graph.Output.Select(Describe).ToArray();
        var operators = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Count(graph, operators);
        Operators = operators;
        foreach (var tensor in graph.Initializer)
        {
            long count = tensor.Dims.Aggregate(1L, (product, d) => unchecked(product * Math.Max(d, 0)));
            Parameters += count;
            ParameterBytes += count * ((ElementType)tensor.DataType).Size();
        }
    }

    /// <summary>The graph's name.</summary>
    public string Name { get; }

    /// <summary>The size of the file in bytes.</summary>
    public long FileBytes { get; }

    /// <summary>The version of the file format.</summary>
    public long IrVersion { get; }

    /// <summary>The program that wrote the file.</summary>
    public string Producer { get; }

    /// <summary>The version of each operator set, by domain.</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; }

    /// <summary>What else the file says, by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ValueDescription> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<ValueDescription> Outputs { get; }

    /// <summary>How often each operator stands in the file, graphs within graphs included; those of other domains with their domain.</summary>
    public IReadOnlyDictionary<string, int> Operators { get; }

    /// <summary>The number of elements in all constants.</summary>
    public long Parameters { get; }

    /// <summary>The size of all constants in bytes.</summary>
    public long ParameterBytes { get; }

    /// <summary>Reads a file's description.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="GraphException">It is no ONNX model.</exception>
    public static ModelDescription Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"No file '{path}' was found; an ONNX model was expected there. Check the path.",
                path
            );
        using var stream = File.OpenRead(path);
        try
        {
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is null)
                throw new GraphException(
                    $"'{path}' holds no graph; an ONNX model was expected. Export the model again."
                );
            return new ModelDescription(model, stream.Length);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GraphException($"'{path}' is no ONNX model ({error.Message}). Export the model again.", error);
        }
    }

    private static void Count(GraphProto graph, SortedDictionary<string, int> operators)
    {
        foreach (var node in graph.Node)
        {
            string name = node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
            operators[name] = operators.GetValueOrDefault(name) + 1;
            foreach (var attribute in node.Attribute)
                if (attribute.G is { } inner)
                    Count(inner, operators);
        }
    }

    private static ValueDescription Describe(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
            return new ValueDescription(value.Name, ElementType.Undefined, null);
        var dims = tensor.Shape?.Dim.Select(d =>
            d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue >= 0
                ? new Dim(d.DimValue)
            : d.DimParam.Length > 0 ? Dim.Symbolic(d.DimParam)
            : Dim.Unknown
        );
        return new ValueDescription(
            value.Name,
            (ElementType)tensor.ElemType,
            dims is null ? null : new Shape(dims.ToArray())
        );
    }
}
