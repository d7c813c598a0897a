using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ClippingFormsTests
{
    private const int Count = 37;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_clips_a_gradient_becomes_the_updates_parameters(bool scales, bool cuts)
    {
        var graph = Update(scales, cuts);
        ClippingForms.Run(graph);

        Assert.DoesNotContain(graph.Sort(), n => n.Op is "Clip" || (n.Op == "Mul" && n.Output.Rank > 0));
        Assert.Equal(Run(Update(scales, cuts)), Run(graph));
        var twin = Update(scales, cuts);
        ClippingForms.Run(twin);
        Assert.Equal(Run(Update(scales, cuts)), Run(twin, Float32Graph.RunTwin));
    }

    [Fact]
    public void A_gradient_that_others_read_stays()
    {
        var graph = Update(scales: true, cuts: true);
        graph.AddOutput("clipped", graph.Sort().Single(n => n.Op == "Clip").Output);

        ClippingForms.Run(graph);

        Assert.Single(graph.Sort(), n => n.Op == "Clip");
    }

    [Fact]
    public void Sums_of_squares_are_one_node()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        graph.AddOutput("norm", Op.Sqrt(Op.ReduceSum(x * x)));
        graph.AddOutput("sum", Op.ReduceSumSquare(x));
        graph.AddOutput("of an axis", Op.ReduceSum(x * x, [1]));

        ClippingForms.Run(graph);

        Assert.Equal(2, graph.Sort().Count(n => n.Op == "SumOfSquares"));
        Assert.Single(graph.Sort(), n => n.Op == "ReduceSum");
    }

    private static Graph Update(bool scales, bool cuts)
    {
        var graph = new Graph();
        var weight = graph.AddInput("weight", ElementType.Float32, [Count]);
        var gradient = graph.AddInput("gradient", ElementType.Float32, [Count]);
        var slot = graph.AddInput("slot", ElementType.Float32, [Count]);
        var parameters = graph.AddInput("parameters", ElementType.Float32, [2]);
        var scale = graph.AddInput("scale", ElementType.Float32, []);
        if (scales)
            gradient *= scale;
        if (cuts)
            gradient = Op.Clip(
                gradient,
                graph.Scalar(-0.25, ElementType.Float32),
                graph.Scalar(0.5, ElementType.Float32)
            );
        var next = Op.Update("MomentumUpdate", weight, gradient, [slot], parameters);
        graph.AddOutput("w", next[0]);
        graph.AddOutput("m", next[1]);
        return graph;
    }

    private static float[][] Run(Graph graph, Func<Graph, float[][], float[][]>? run = null)
    {
        float[] gradient = [.. Enumerable.Range(0, Count).Select(i => MathF.Sin(i))];
        gradient[5] = float.NaN;
        gradient[6] = float.PositiveInfinity;
        gradient[36] = float.NegativeInfinity;
        float[] weight = [.. Enumerable.Range(0, Count).Select(i => MathF.Cos(i))];
        float[] slot = [.. Enumerable.Range(0, Count).Select(i => MathF.Cos(3 * i))];
        return (run ?? Float32Graph.Run)(graph, [weight, gradient, slot, [0.1f, 0.9f], [0.7f]]);
    }
}
