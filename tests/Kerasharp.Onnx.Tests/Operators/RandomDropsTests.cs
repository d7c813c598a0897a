using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class RandomDropsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "random drop",
                d =>
                {
                    double rate = d.Of(0.25, 0.5, 0.75);
                    long site = d.Int(0, 3);
                    return new(
                        x => Op.RandomDrop(x[1], x[0] * x[0], site, rate),
                        d.Normal(d.Dims()),
                        ConstantTensor.Of<long>([7, 3], 2)
                    )
                    {
                        Reference = x => Kept([.. x[0].Select(n => n * n)], 7, 3, site, rate),
                    };
                },
                true
            },
        };

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(5000)]
    [InlineData(100_003)]
    public void Elements_are_dropped_by_their_numbers(int count)
    {
        var graph = new Graph();
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [count]);
        graph.AddOutput("y", Op.RandomDrop(state, x, 2, 0.3));
        graph.AddOutput("own", Op.RandomDrop(state, x, 2, 0.3, seed: 99));
        float[] numbers = [.. Enumerable.Range(0, count).Select(i => i % 17 - 8f)];
        var outputs = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["state"] = ConstantTensor.Of<long>([5, 11], 2),
                ["x"] = ConstantTensor.Of<float>(numbers, count),
            }
        );
        double[] exact = Array.ConvertAll(numbers, n => (double)n);
        Assert.Equal(Kept(exact, 5, 11, 2, 0.3), outputs["y"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(Kept(exact, 99, 11, 2, 0.3), outputs["own"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Products_read_what_is_left_again_where_it_says_so()
    {
        Assert.Equal(2, Drops(again: false));
        // Forward, in the gradient of x, and again for the gradient of the factor.
        Assert.Equal(3, Drops(again: true));
    }

    [Fact]
    public void Its_twin_is_drawn_by_the_host()
    {
        var graph = new Graph();
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [3, 4]);
        graph.AddOutput("y", Op.RandomDrop(state, x, 2, 0.3));
        Decompose.Run(graph, n => n.Op == "RandomUniform");
        Assert.Single(HostRandom.Run(graph));
        Assert.All(graph.Sort(), n => Assert.Equal("", n.Domain));
    }

    [Fact]
    public void Transpositions_go_through_it_before_gradients_are_taken()
    {
        Assert.DoesNotContain(Turned(drops: true).Sort(), n => n.Op == "Transpose");
        Assert.Contains(Turned(drops: false).Sort(), n => n.Op == "Transpose");

        static Graph Turned(bool drops)
        {
            var graph = new Graph();
            var state = graph.AddInput("state", ElementType.Int64, [2]);
            var x = graph.AddInput("x", ElementType.Float32, [3, 4]);
            graph.AddOutput("y", Op.Transpose(Op.RandomDrop(state, Op.Transpose(x, 1, 0), 0, 0.5), 1, 0));
            AxisOrder.Run(graph, drops);
            Simplify.Run(graph);
            return graph;
        }
    }

    private static int Drops(bool again)
    {
        var graph = new Graph();
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [3, 4]);
        var w = graph.AddInput("w", ElementType.Float32, [4, 2]);
        var y = Op.MatMul(Op.RandomDrop(state, x, 0, 0.5, again: again), w);
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), [x, w]);
        return graph.Sort([.. gradients.Select(g => g!)]).Count(RandomDrops.Is);
    }

    private static double[] Kept(double[] x, long seed, long step, long site, double rate)
    {
        float[] numbers = new float[x.Length];
        CounterRandom.Fill(numbers, seed, step, site);
        return [.. x.Zip(numbers, (n, u) => u >= (float)rate ? n / (1 - rate) : 0)];
    }
}
