using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Nodes of older opsets, read and written anew, compute what ONNX Runtime computes of them as they were.</summary>
public sealed class OlderOpsetsTests
{
    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    [InlineData("Hardmax")]
    public void Softmax_took_all_axes_from_one_on(string op)
    {
        foreach (int opset in (int[])[7, 11, 12])
            for (int rank = 2; rank <= 4; rank++)
            {
                Same(opset, Models.Node(op, ["x"], ["y"]), rank);
                for (int axis = opset < 11 ? 0 : -rank; axis < rank; axis++)
                    Same(opset, Models.Node(op, ["x"], ["y"], "", Models.Attribute("axis", axis)), rank);
            }
    }

    [Theory]
    [InlineData("ReduceProd")]
    [InlineData("ReduceL1")]
    [InlineData("ReduceL2")]
    [InlineData("ReduceLogSumExp")]
    [InlineData("ReduceSumSquare")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceSum")]
    public void Reductions_had_their_axes_as_an_attribute(string op)
    {
        foreach (int opset in (int[])[7, 11, 12, 13, 17])
        {
            if (op == "ReduceSum" && opset >= 13)
                continue;
            Same(opset, Models.Node(op, ["x"], ["y"]), 3);
            Same(
                opset,
                Models.Node(op, ["x"], ["y"], "", Models.Attribute("axes", [0, 2]), Models.Attribute("keepdims", 0)),
                3
            );
        }
    }

    [Fact]
    public void TopK_had_its_number_as_an_attribute()
    {
        Same(7, Models.Node("TopK", ["x"], ["y", "places"], "", Models.Attribute("k", 2)), 3);
        Same(
            9,
            Models.Node("TopK", ["x"], ["y", "places"], "", Models.Attribute("k", 1), Models.Attribute("axis", 0)),
            3
        );
    }

    [Fact]
    public void A_product_s_summand_was_broadcast_on_request()
    {
        foreach (int opset in (int[])[7, 9, 10])
            Same(opset, Models.Node("Gemm", ["x", "w", "x"], ["y"], "", Models.Attribute("beta", 0.5f)), 2);
        var model = Model(
            6,
            Models.Node("Gemm", ["x", "w", "b"], ["y"], "", Models.Attribute("broadcast", 1)),
            Models.Tensor("x", 1, 2),
            Models.Tensor("w", 2, 3),
            Models.Tensor("b", 3)
        );
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Of<float>([1, 2], 1, 2),
            ["w"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6], 2, 3),
            ["b"] = ConstantTensor.Vector<float>(10, 20, 30),
        };

        Assert.Equal(
            [19, 32, 45],
            GraphRunner.Run(ModelReader.FromBytes(model.ToByteArray()), inputs)["y"].ToDoubles()
        );
    }

    [Fact]
    public void Softmax_of_open_sizes_keeps_them()
    {
        var model = Model(
            11,
            Models.Node("Softmax", ["x"], ["y"], "", Models.Attribute("axis", 1)),
            Models.Tensor("x", "batch", "time", 3)
        );
        var graph = ModelReader.FromBytes(model.ToByteArray());
        var x = ConstantTensor.Filled(1, ElementType.Float32, [2, 2, 3]);

        var y = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x })["y"];

        Assert.Equal([Dim.Batch, Dim.Symbolic("time"), 3], graph.Outputs[0].Value.Shape);
        Assert.Equal(Enumerable.Repeat(1 / 6.0, 12), y.ToDoubles(), (p, q) => Math.Abs(p - q) < 1e-6);
    }

    /// <summary>Square, so that the operands fit whichever way they are taken.</summary>
    private static void Same(int opset, NodeProto node, int rank)
    {
        long[] dims = Enumerable.Repeat(3L, rank).ToArray();
        var draw = new Draw(opset + rank);
        var names = node.Input.Distinct().ToArray();
        var model = Model(opset, node, [.. names.Select(n => Models.Tensor(n, [.. dims.Cast<object>()]))]);
        var inputs = names.ToDictionary(
            n => n,
            _ => ConstantTensor.Of<float>(Array.ConvertAll(draw.Normal(dims).ToDoubles(), e => (float)e), dims)
        );
        byte[] bytes = model.ToByteArray();

        var expected = GraphRunner.Run(bytes, inputs);

        foreach (int written in (int[])[17, 18, 21])
        {
            var came = GraphRunner.Run(ModelReader.FromBytes(bytes), inputs, written);
            foreach (var (name, tensor) in expected)
            {
                Assert.Equal(tensor.Shape, came[name].Shape);
                Assert.Equal(
                    tensor.ToDoubles(),
                    came[name].ToDoubles(),
                    (p, q) => Math.Abs(p - q) <= 1e-5 * (1 + Math.Abs(p))
                );
            }
        }
    }

    private static ModelProto Model(int opset, NodeProto node, params ValueInfoProto[] inputs)
    {
        var model = new ModelProto
        {
            IrVersion = 3,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
            Graph = new GraphProto { Name = "old", Node = { node } },
        };
        model.Graph.Input.AddRange(inputs);
        model.Graph.Output.AddRange(node.Output.Select(o => new ValueInfoProto { Name = o }));
        return model;
    }
}
