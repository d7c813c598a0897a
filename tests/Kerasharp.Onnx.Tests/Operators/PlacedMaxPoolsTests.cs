using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class PlacedMaxPoolsTests
{
    internal static GradientCases Cases { get; } =
        new() { { "placed max pool", Pool, true }, { "placed max pool's gradient", Gradient, true } };

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3, 4]);
        Assert.Contains(
            "(batch, channels, rows, columns)",
            Assert.Throws<GraphException>(() => PlacedMaxPools.Pool(x, relu: false)).Message
        );
        var dy = graph.AddInput("dy", ElementType.Float32, [2, 3, 4, 4]);
        var places = graph.AddInput("places", ElementType.UInt8, [2, 3, 4, 4]);
        Assert.Contains(
            "half of (8, 10)",
            Assert.Throws<GraphException>(() => PlacedMaxPools.Gradient(dy, places, [2, 3, 8, 10])).Message
        );
    }

    private static GradientCase Pool(Draw d)
    {
        var (dims, relu) = (Dims(d), d.Chance());
        var pool = PoolCase.Squares(dims);
        return new(x => PlacedMaxPools.Pool(x[0], relu).Outputs[0], Apart(d, dims))
        {
            Reference = x => [.. Chosen(pool, x[0]).Select(place => relu ? Math.Max(x[0][place], 0) : x[0][place])],
        };
    }

    // The gradient handed in is squared, so that second derivatives are not zero.
    private static GradientCase Gradient(Draw d)
    {
        var (dims, relu) = (Dims(d), d.Chance());
        var pool = PoolCase.Squares(dims);
        return new(
            x => PlacedMaxPools.Gradient(x[0] * x[0], PlacedMaxPools.Pool(x[1], relu).Outputs[1], x[1].Shape),
            d.Normal(pool.Output),
            Apart(d, dims)
        )
        {
            Reference = x =>
            {
                double[] dx = new double[x[1].Length];
                foreach (var (place, i) in Chosen(pool, x[1]).Select((place, i) => (place, i)))
                    dx[place] = relu && x[1][place] <= 0 ? 0 : x[0][i] * x[0][i];
                return dx;
            },
        };
    }

    private static IEnumerable<long> Chosen(PoolCase pool, double[] x)
    {
        float[] numbers = Array.ConvertAll(x, e => (float)e);
        long count = pool.Output.Aggregate(1L, (product, d) => product * d);
        for (long i = 0; i < count; i++)
            yield return pool.Chosen(numbers, i)!.Value;
    }

    private static long[] Dims(Draw d) => [d.Int(1, 2), d.Int(1, 2), d.Int(2, 5), d.Int(2, 5)];

    /// <summary>Numbers apart from one another and from 0.</summary>
    private static ConstantTensor Apart(Draw d, long[] dims) =>
        ConstantTensor.Of<double>(Array.ConvertAll(d.Distinct(dims).ToDoubles(), e => Math.Round(e, 1) + 0.05), dims);
}
