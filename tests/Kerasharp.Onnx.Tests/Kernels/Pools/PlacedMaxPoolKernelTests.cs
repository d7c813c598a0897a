using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Kernels.Pools;

public sealed class PlacedMaxPoolKernelTests
{
    private static readonly float[] Special =
    [
        float.NaN,
        float.PositiveInfinity,
        float.NegativeInfinity,
        0,
        -0f,
        float.Epsilon,
        float.MaxValue,
        float.MinValue,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equals_plain_loops_and_its_twin(bool relu)
    {
        var random = new Random(5);
        for (int columns = 2; columns < 40; columns++)
            Check(PoolCase.Squares(2, 3, random.Next(2, 8), columns), random, relu);
        // Several parts.
        Check(PoolCase.Squares(7, 11, 33, 35), random, relu);
        Check(PoolCase.Squares(1, 1, 300, 301), random, relu);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_no_number_is_never_chosen_and_never_lost(bool relu)
    {
        var random = new Random(6);
        var pool = PoolCase.Squares(3, 2, 12, 38);
        float[] x =
        [
            .. Draw(random, pool.Input).Select(e => random.Next(3) == 0 ? Special[random.Next(Special.Length)] : e),
        ];
        float[] dy =
        [
            .. Draw(random, pool.Output).Select(e => random.Next(6) == 0 ? Special[random.Next(Special.Length)] : e),
        ];

        float[][] came = Float32Graph.Run(Graph(pool, relu), x, dy);

        var (y, places, dx) = Expected(pool, x, dy, relu);
        Assert.Equal(y, came[0]);
        Assert.Equal(places, came[1]);
        Assert.Equal(dx, came[2]);
    }

    [Fact]
    public void Takes_an_empty_batch() =>
        Assert.All(Float32Graph.Run(Graph(PoolCase.Squares(0, 3, 4, 4), relu: true), [], []), Assert.Empty);

    private static void Check(PoolCase pool, Random random, bool relu)
    {
        float[] x = Draw(random, pool.Input);
        float[] dy = Draw(random, pool.Output);

        float[][] came = Float32Graph.Run(Graph(pool, relu), x, dy);
        float[][] twin = Float32Graph.RunTwin(Graph(pool, relu), x, dy);

        Assert.Equal(twin, came);
        var (y, places, dx) = Expected(pool, x, dy, relu);
        Assert.Equal(y, came[0]);
        Assert.Equal(places, came[1]);
        Assert.Equal(dx, came[2]);
    }

    private static (float[] Y, float[] Places, float[] Gradient) Expected(
        PoolCase pool,
        float[] x,
        float[] dy,
        bool relu
    )
    {
        long width = pool.Input[3];
        var (y, places, dx) = (new float[dy.Length], new float[dy.Length], new float[x.Length]);
        for (int i = 0; i < dy.Length; i++)
        {
            long chosen = pool.Chosen(x, i)!.Value;
            long row = chosen / width % pool.Input[2];
            long corner = chosen - row % 2 * width - chosen % width % 2;
            y[i] = ((long[])[corner, corner + 1, corner + width, corner + width + 1]).Any(e => float.IsNaN(x[e]))
                ? float.NaN
                : x[chosen];
            bool off = relu && !(y[i] > 0);
            places[i] = row % 2 * 2 + chosen % width % 2 + (off ? 4 : 0);
            dx[chosen] = dy[i] * (off ? 0 : 1);
            if (off && !float.IsNaN(y[i]))
                y[i] = 0;
        }
        return (y, places, dx);
    }

    private static Graph Graph(PoolCase pool, bool relu)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(pool.Input));
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(pool.Output));
        var node = PlacedMaxPools.Pool(x, relu);
        graph.AddOutput("y", node.Outputs[0]);
        graph.AddOutput("places", Op.Cast(node.Outputs[1], ElementType.Float32));
        graph.AddOutput("dx", PlacedMaxPools.Gradient(dy, node.Outputs[1], x.Shape));
        return graph;
    }

    // In steps, so that some are equal.
    private static float[] Draw(Random random, long[] dims) =>
        [
            .. Enumerable
                .Range(0, (int)dims.Aggregate(1L, (product, d) => product * d))
                .Select(_ => random.Next(-20, 20) / 8f),
        ];
}
