using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class FlattenOrderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_dense_weight_takes_the_order_of_channels_first(bool constant)
    {
        var graph = new Graph("flatten");
        var draw = new Draw(1);
        var images = graph.AddInput("images", ElementType.Float64, [Dim.Batch, 3, 4, 5]);
        var numbers = draw.Normal(60, 7);
        var weight = constant
            ? graph.NamedConstant("kernel", numbers)
            : graph.AddInput("kernel", ElementType.Float64, [60, 7]);
        var y = Op.MatMul(Op.Flatten(Op.Transpose(Op.Sigmoid(images), Permutations.ToChannelsLast(4))), weight);
        graph.AddOutput("y", y);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["images"] = draw.Normal(2, 3, 4, 5),
            ["kernel"] = numbers,
        };
        double[] expected = GraphRunner.Run(graph, inputs)["y"].ToDoubles();

        FlattenOrder.Run(graph);

        // A weight that is trained stays in its order.
        Assert.Equal(constant ? 0 : 1, graph.Sort().Count(n => n.Op == "Transpose"));
        Assert.Equal(expected, GraphRunner.Run(graph, inputs)["y"].ToDoubles(), (p, q) => Math.Abs(p - q) < 1e-12);
    }
}
