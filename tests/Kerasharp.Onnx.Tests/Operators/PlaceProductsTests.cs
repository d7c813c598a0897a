using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Convolutions;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>Convolutions at a place as one product for all images: what they give, and their input's gradient.</summary>
public sealed class PlaceProductsTests
{
    [Fact]
    public void Give_what_the_convolutions_give()
    {
        float[][] inputs = ConvolutionCase.Fill(Build(), new Random(1));
        var direct = Build();
        DirectForms.Run(direct);
        float[][] expected = Float32Graph.Run(Build(), inputs);
        float[][] came = Float32Graph.Run(direct, inputs);

        Assert.Equal(2, direct.Sort().Count(n => n.Op == "Gemm"));
        // Nor is the weight transposed for the gradient.
        Assert.DoesNotContain(direct.Sort(), n => n.Op == "Conv" || (n.Op == "Transpose" && n.Output.Rank == 4));
        for (int i = 0; i < expected.Length; i++)
            Assert.All(expected[i].Zip(came[i]), p => Assert.Equal(p.First, p.Second, 1e-3));
    }

    [Theory]
    [InlineData(17, 256, 3)]
    [InlineData(17, 128, 2)]
    [InlineData(8, 256, 2)]
    public void Leave_what_is_as_fast_by_images(int batch, int filters, int width)
    {
        var graph = Build(batch, filters, width);
        DirectForms.Run(graph);

        Assert.DoesNotContain(graph.Sort(), n => n.Op == "Gemm");
    }

    private static Graph Build(int batch = 17, int filters = 280, int width = 2)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(batch, 256, width, width));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(filters, 256, 1, 1));
        var b = graph.AddInput("b", ElementType.Float32, Shape.Of(filters));
        var y = Op.Conv(x, w, b);
        graph.AddOutput("y", y);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * y), [x])[0]!);
        return graph;
    }
}
