using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Convolutions;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class PaddedConvolutionsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Zeros_around_an_input_are_the_convolutions_own(int group)
    {
        var (plain, moved) = (Build(group: group), Build(group: group));
        PaddedConvolutions.Run(moved);
        float[][] inputs = ConvolutionCase.Fill(plain, new Random(group));

        var node = Assert.Single(moved.Sort());
        Assert.Equal([0L, 1, 2, 1], node.Attributes.Ints("pads")!);
        Assert.All(
            Float32Graph.Run(plain, inputs)[0].Zip(Float32Graph.Run(moved, inputs)[0]),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5)
        );
    }

    [Fact]
    public void Zeros_that_another_node_reads_stay()
    {
        var graph = Build();
        graph.AddOutput("padded", graph.FindOutput("y")!.Value.Producer!.Input(0));

        Stays(graph);
    }

    [Theory]
    // Other numbers, more than a window is wide, what is cut off, other channels.
    [InlineData(1, 0, 1, 0)]
    [InlineData(0, 0, 5, 0)]
    [InlineData(0, 0, -1, 0)]
    [InlineData(0, 1, 1, 0)]
    public void Other_borders_stay(double number, long channels, long above, long below) =>
        Stays(Build(number, channels, above, below));

    private static void Stays(Graph graph)
    {
        PaddedConvolutions.Run(graph);

        Assert.Contains(graph.Sort(), n => n.Op == "Pad");
    }

    private static Graph Build(double number = 0, long channels = 0, long above = 0, long below = 1, int group = 1)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 3, 7, 6));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(3, (3 + channels) / group, 3, 3));
        var padded = Op.Pad(x, [0, channels, above, 1, 0, 0, below, 0], number);
        graph.AddOutput("y", Op.Conv(padded, w, strides: [2, 2], pads: [0, 0, 1, 1], group: group));
        return graph;
    }
}
