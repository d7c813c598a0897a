using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

public sealed class SumOfSquaresKernelTests
{
    /// <summary>Around vectors, blocks and parts.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(67)]
    [InlineData(4095)]
    [InlineData(4113)]
    [InlineData(65_535)]
    [InlineData(65_537)]
    [InlineData(1_200_001)]
    public void Is_no_further_from_the_sum_than_its_twin(int count)
    {
        var random = new Random(count);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        double exact = x.Sum(v => (double)v * v);

        float[] kernel = Float32Graph.Run(Sum(count), x)[0];
        float[] again = Float32Graph.Run(Sum(count), x)[0];
        float twin = Float32Graph.RunTwin(Sum(count), x)[0][0];

        Assert.Equal(kernel, again);
        double most = Math.Max(2 * Math.Abs(twin - exact), 1e-7 * exact);
        Assert.True(
            Math.Abs(kernel[0] - exact) <= most,
            $"{kernel[0]} came for {exact}; the twin gave {twin}, so an error of {most} was allowed."
        );
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(1e30f, float.PositiveInfinity)]
    public void Shows_what_is_not_finite(float element, float sum)
    {
        float[] x = new float[100];
        x[77] = element;

        Assert.Equal(sum, Float32Graph.Run(Sum(100), x)[0][0]);
        Assert.Equal(sum, Float32Graph.RunTwin(Sum(100), x)[0][0]);
    }

    private static Graph Sum(int count)
    {
        var graph = new Graph();
        graph.AddOutput("y", SumsOfSquares.Add(graph.AddInput("x", ElementType.Float32, Shape.Of(count))));
        return graph;
    }
}
