using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Tests.Runtime;

/// <summary>Small models, written directly in ONNX's own classes.</summary>
internal static class Models
{
    /// <summary>y = a + b for float32 of a shape.</summary>
    public static byte[] Add(params object[] dims) =>
        Bytes([Node("Add", ["a", "b"], ["y"])], [Tensor("a", dims), Tensor("b", dims)], [Tensor("y", dims)]);

    /// <summary>y = x x x ... (square matrices), which takes its time.</summary>
    public static byte[] Slow(int size, int products)
    {
        var nodes = new List<NodeProto>();
        for (int i = 0; i < products; i++)
            nodes.Add(Node("MatMul", [i == 0 ? "x" : $"p{i - 1}", "x"], [i == products - 1 ? "y" : $"p{i}"]));
        return Bytes(nodes, [Tensor("x", size, size)], [Tensor("y", size, size)]);
    }

    public static byte[] Bytes(
        IEnumerable<NodeProto> nodes,
        IEnumerable<ValueInfoProto> inputs,
        IEnumerable<ValueInfoProto> outputs
    ) =>
        new ModelProto
        {
            IrVersion = 8,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = 18 },
                new OperatorSetIdProto { Domain = "kerasharp", Version = 1 },
                new OperatorSetIdProto { Domain = "kerasharp.tests", Version = 1 },
            },
            Graph = new GraphProto
            {
                Name = "test",
                Node = { nodes },
                Input = { inputs },
                Output = { outputs },
            },
        }.ToByteArray();

    public static NodeProto Node(
        string type,
        string[] inputs,
        string[] outputs,
        string domain = "",
        params AttributeProto[] attributes
    ) =>
        new()
        {
            OpType = type,
            Domain = domain,
            Name = "node/" + type + "/" + outputs[0],
            Input = { inputs },
            Output = { outputs },
            Attribute = { attributes },
        };

    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Int,
            I = value,
        };

    public static AttributeProto Attribute(string name, params long[] values) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Ints,
            Ints = { values },
        };

    public static AttributeProto Attribute(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Float,
            F = value,
        };

    public static AttributeProto Attribute(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static ValueInfoProto Tensor(string name, params object[] dims) => Tensor(name, ElementType.Float32, dims);

    public static ValueInfoProto Tensor(string name, ElementType type, params object[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (object dim in dims)
            shape.Dim.Add(
                dim is string symbol
                    ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                    : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dim) }
            );
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape },
            },
        };
    }
}
