using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Small files, right and wrong, and what reading them may do.</summary>
internal static class SmallFiles
{
    /// <summary>What may be allocated at most for each byte of a file: an empty message of two bytes makes an object of some hundreds.</summary>
    private const long BytesPerByte = 400;
    private const long BytesBeside = 1_000_000;

    public static ModelProto OfX(NodeProto node)
    {
        var model = Model([node]);
        model.Graph.Input.Add(Models.Tensor("x", 4));
        model.Graph.Output.Add(new ValueInfoProto { Name = "z" });
        return model;
    }

    public static ModelProto Model(NodeProto[] nodes) => ModelProto.Parser.ParseFrom(Models.Bytes(nodes, [], []));

    public static TensorProto Ints(string name, params long[] numbers)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = 7,
            Dims = { numbers.Length },
        };
        tensor.Int64Data.AddRange(numbers);
        return tensor;
    }

    public static TensorProto Scalar(string name, long number) =>
        new()
        {
            Name = name,
            DataType = 7,
            Int64Data = { number },
        };

    public static AttributeProto Attribute(string name, TensorProto tensor) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = tensor,
        };

    public static AttributeProto Attribute(string name, GraphProto graph) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Graph,
            G = graph,
        };

    public static string Refused(ModelProto model, int readings = 1) => Refused(model.ToByteArray(), readings);

    public static string Refused(byte[] bytes, int readings = 1)
    {
        string? message = null;
        Measured(
            bytes,
            readings,
            () => message = Assert.Throws<GraphException>(() => ModelReader.FromBytes(bytes)).Message
        );
        return message!;
    }

    public static Graph? Use(ModelProto model) => Use(model.ToByteArray());

    /// <summary>Reads, prints, rewrites and writes a model, or sees it refused.</summary>
    public static Graph? Use(byte[] bytes)
    {
        Graph? graph = null;
        Measured(
            bytes,
            1,
            () =>
            {
                try
                {
                    graph = ModelReader.FromBytes(bytes);
                    _ = graph.ToString();
                    TypeCheck.Verify(graph);
                    Simplify.Run(graph);
                    CommonSubexpressions.Run(graph);
                    ModelWriter.ToBytes(graph);
                }
                catch (GraphException) { }
            }
        );
        return graph;
    }

    private static void Measured(byte[] bytes, int readings, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= BytesBeside + BytesPerByte * bytes.Length * readings,
            $"{bytes.Length} bytes took {allocated} bytes of memory."
        );
    }
}
