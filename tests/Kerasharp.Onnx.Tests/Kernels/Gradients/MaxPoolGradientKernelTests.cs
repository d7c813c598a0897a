using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

public sealed class MaxPoolGradientKernelTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void EqualsItsTwin(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++)
        {
            var pool = PoolCase.Draw(random);
            var (x, dy) = (Draw(random, pool.Input, []), Draw(random, pool.Output, []));

            float[] dx = Float32Graph.Run(pool.Build(), x, dy)[0];
            float[] twin = Float32Graph.RunTwin(pool.Build(), x, dy)[0];

            Assert.True(twin.AsSpan().SequenceEqual(dx), pool.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EqualsPlainLoops(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++)
            CheckLoops(PoolCase.Draw(random), random);
    }

    [Fact]
    public void SquaresOfAnySizeEqualPlainLoops()
    {
        var random = new Random(5);
        for (int columns = 2; columns < 40; columns++)
            CheckLoops(PoolCase.Squares(2, 3, random.Next(2, 8), columns), random);
        // Several parts.
        CheckLoops(PoolCase.Squares(7, 11, 33, 35), random);
        CheckLoops(PoolCase.Squares(1, 1, 300, 301), random);
    }

    [Fact]
    public void AWindowThatMissesEveryElementGivesItsGradientToNone() =>
        CheckLoops(PoolCase.Of([1, 2, 2], [2], [1], [3], [1, 1]), new Random(6));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void TakesAnEmptyBatch(int batch, int channels)
    {
        var pool = PoolCase.Squares(batch, channels, 4, 4);
        using var session = new Session(
            Models.Bytes(
                [
                    Models.Node(
                        "MaxPoolGradient",
                        ["x", "dy"],
                        ["dx"],
                        "kerasharp",
                        Models.Attribute("kernel_shape", 2L, 2),
                        Models.Attribute("strides", 2L, 2)
                    ),
                ],
                [Models.Tensor("x", "n", "c", 4, 4), Models.Tensor("dy", "n", "c", 2, 2)],
                [Models.Tensor("dx", "n", "c", 4, 4)]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("x", DeviceTensor.Allocate(ElementType.Float32, pool.Input));
        binding.BindInput("dy", DeviceTensor.Allocate(ElementType.Float32, pool.Output));
        using var dx = DeviceTensor.Allocate(ElementType.Float32, pool.Input);
        binding.BindOutput("dx", dx);

        session.Run(binding);

        Assert.Equal(0, dx.ElementCount);
    }

    [Fact]
    public void GivesTheSameBitsOnEveryRun()
    {
        var random = new Random(8);
        var pool = PoolCase.Of([16, 8, 30, 30], [3, 3], [1, 2], [1, 1], [1, 1, 1, 1]);
        var (x, dy) = (Draw(random, pool.Input, []), Draw(random, pool.Output, []));
        float[] first = Float32Graph.Run(pool.Build(), x, dy)[0];
        for (int i = 0; i < 20; i++)
            Assert.True(first.AsSpan().SequenceEqual(Float32Graph.Run(pool.Build(), x, dy)[0]));
    }

    [Fact]
    public void IsTheGradientOfMaxPoolInFloat32()
    {
        Assert.Contains(Differentiate(ElementType.Float32).Sort(), node => node.Op == "MaxPoolGradient");
        Assert.All(Differentiate(ElementType.Float64).Sort(), node => Assert.Equal("", node.Domain));
    }

    [Fact]
    public void TheTwinPoolsOnce()
    {
        var graph = Differentiate(ElementType.Float32);
        Decompose.Run(graph, _ => false);
        CommonSubexpressions.Run(graph);

        Assert.Single(graph.Sort(), node => node.Op == "MaxPool");
    }

    [Fact]
    public void DifferentiatedAgainTakesTheChosenElements()
    {
        var random = new Random(9);
        for (int i = 0; i < 10; i++)
        {
            var pool = PoolCase.Draw(random);
            var graph = new Graph();
            var x = graph.AddInput("x", ElementType.Float32, Shape.Of(pool.Input));
            var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(pool.Output));
            var factors = graph.AddInput("factors", ElementType.Float32, Shape.Of(pool.Input));
            var dx = graph.Add("kerasharp", "MaxPoolGradient", [x, dy], pool.Attributes.Clone()).Output;
            var gradients = ReverseSweep.Gradients(Op.ReduceSum(dx * factors), [x, dy]);
            graph.AddOutput("by_dy", gradients[1]!);
            var (elements, f) = (Draw(random, pool.Input, []), Draw(random, pool.Input, []));
            float[] any = Draw(random, pool.Output, []);

            float[] byDy = Float32Graph.Run(graph, elements, any, f)[0];

            Assert.Null(gradients[0]);
            Assert.Equal(
                Enumerable.Range(0, byDy.Length).Select(place => f[pool.Chosen(elements, place)!.Value]),
                byDy
            );
        }
    }

    [Fact]
    public void RefusesAGradientOfAnotherShape()
    {
        var pool = PoolCase.Squares(2, 3, 4, 4);
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(pool.Input));

        var error = Assert.Throws<GraphException>(() =>
            graph.Add("kerasharp", "MaxPoolGradient", [x, x], pool.Attributes.Clone())
        );

        Assert.Contains("(2, 3, 4, 4)", error.Message);
        Assert.Contains("(2, 3, 2, 2)", error.Message);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 10)];

    private static void CheckLoops(PoolCase pool, Random random)
    {
        float[] x = Draw(
            random,
            pool.Input,
            [float.NaN, float.NegativeInfinity, float.PositiveInfinity, float.MinValue, 0, -0f]
        );
        float[] dy = Draw(random, pool.Output, [float.NaN, float.PositiveInfinity, -0f]);

        float[] dx = Float32Graph.Run(pool.Build(), x, dy)[0];

        Assert.True(pool.Expected(x, dy).AsSpan().SequenceEqual(dx), pool.ToString());
    }

    /// <summary>Few different numbers, so that many are equal.</summary>
    private static float[] Draw(Random random, long[] dims, float[] special)
    {
        bool ties = random.Next(2) == 0;
        return
        [
            .. Enumerable
                .Range(0, (int)dims.Aggregate(1L, (product, d) => product * d))
                .Select(_ =>
                    special.Length > 0 && random.Next(3) == 0 ? special[random.Next(special.Length)]
                    : ties ? random.Next(-2, 3)
                    : (float)(random.NextDouble() * 2 - 1)
                ),
        ];
    }

    private static Graph Differentiate(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, Shape.Of(2, 3, 8, 8));
        var y = Op.MaxPool(x, [2, 2], [2, 2]);
        graph.AddOutput("y", y);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * y), [x])[0]!);
        return graph;
    }
}
