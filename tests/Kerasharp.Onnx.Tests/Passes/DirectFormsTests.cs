using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class DirectFormsTests
{
    [Fact]
    public void A_convolution_by_a_weight_that_changes_is_ours() =>
        Assert.Equal("Convolution", Run(g => Weight(g, 16, 2, 3, 3)).Op);

    [Fact]
    public void One_by_a_constant_is_the_runtimes() =>
        Assert.Equal("Conv", Run(g => g.Constant(ConstantTensor.Filled(1, ElementType.Float32, [16, 2, 3, 3]))).Op);

    [Fact]
    public void One_of_few_filters_is_the_runtimes() => Assert.Equal("Conv", Run(g => Weight(g, 4, 2, 3, 3)).Op);

    [Fact]
    public void Padding_by_name_is_told_in_numbers()
    {
        var node = Run(g => Weight(g, 16, 2, 3, 3), "SAME_UPPER");

        Assert.Equal([1, 1, 1, 1], node.Attributes.Ints("pads")!);
        Assert.False(node.Attributes.Has("auto_pad"));
    }

    private static Value Weight(Graph graph, params long[] dims) =>
        graph.AddInput("w", ElementType.Float32, Shape.Of(dims));

    private static Node Run(Func<Graph, Value> weight, string? autoPad = null)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 2, 9, 9));
        var attributes = new Attributes { { "auto_pad", autoPad } };
        graph.AddOutput("y", graph.Add("", "Conv", [x, weight(graph)], attributes).Output);

        DirectForms.Run(graph);

        return Assert.Single(graph.Sort());
    }
}
