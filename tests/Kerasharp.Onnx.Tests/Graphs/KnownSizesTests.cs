using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// ONNX's own tests of operators that take samples, with scales, sizes and axes as constants, as models have them: then every opset
/// has every form.
/// </summary>
public sealed class KnownSizesTests
{
    private static readonly string[] Operators =
    [
        "Resize",
        "Upsample",
        "AffineGrid",
        "DFT",
        "STFT",
        "HannWindow",
        "HammingWindow",
        "BlackmanWindow",
        "MelWeightMatrix",
    ];

    [Fact]
    public void Every_opset_has_every_form()
    {
        int count = 0;
        foreach (var test in NodeTest.Readable().Where(t => t.IsOfOperator))
        {
            var model = test.Model();
            if (model.Graph.Node is not [{ } node] || !Operators.Contains(node.OpType))
                continue;
            var inputs = test.Inputs(model.Graph)!;
            foreach (string name in node.Input.Skip(1).Where(i => i.Length > 0 && i != "window"))
            {
                model.Graph.Initializer.Add(ToProto(name, inputs[name]));
                model.Graph.Input.Remove(model.Graph.Input.Single(i => i.Name == name));
            }
            var (output, expected) = test.Outputs(model.Graph)!.Single();
            var graph = ModelReader.FromBytes(model.ToByteArray());
            foreach (int opset in (int[])[17, 18, 21])
                Compare($"{test} at opset {opset}", expected, GraphRunner.Run(graph, inputs, opset)[output]);
            count++;
        }
        Assert.InRange(count, 63, int.MaxValue);
    }

    private static TensorProto ToProto(string name, ConstantTensor tensor)
    {
        var proto = new TensorProto
        {
            Name = name,
            DataType = (int)tensor.Type,
            RawData = ByteString.CopyFrom(tensor.Bytes),
        };
        proto.Dims.AddRange(tensor.Shape.ToArray());
        return proto;
    }

    private static void Compare(string what, ConstantTensor expected, ConstantTensor came)
    {
        Assert.Equal(expected.Shape, came.Shape);
        double scale = expected.ToDoubles().Max(Math.Abs);
        foreach (var (a, b) in expected.ToDoubles().Zip(came.ToDoubles()))
            Assert.True(Math.Abs(a - b) <= 1e-5 * (1 + scale), $"{what}: {b} came, {a} was expected.");
    }
}
