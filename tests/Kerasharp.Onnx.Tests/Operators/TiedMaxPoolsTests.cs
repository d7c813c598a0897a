using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime.Devices;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class TiedMaxPoolsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gradients_go_where_plain_loops_send_them(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 12; i++)
            Check(PoolCase.Draw(random), random);
    }

    [Fact]
    public void Windows_side_by_side_that_leave_a_rest()
    {
        var random = new Random(11);
        for (int size = 2; size < 8; size++)
            Check(PoolCase.Squares(2, 3, size, size + 1), random);
    }

    [Fact]
    public void Overlap_dilation_and_padding_at_once() =>
        Check(PoolCase.Of([2, 2, 9, 8], [3, 2], [2, 1], [2, 3], [1, 0, 2, 1]), new Random(12));

    private static void Check(PoolCase pool, Random random)
    {
        float[] x = Draw(random, pool.Input, ties: random.Next(2) == 0);
        float[] dy = Draw(random, pool.Output, ties: false);
        var graph = pool.Build();
        DeviceForms.Pools(graph, KnownFeatures.WebGpu);
        Assert.DoesNotContain(graph.Sort(), n => n.Domain.Length > 0 || IsPoolWithPlaces(n));

        float[] dx = Float32Graph.Run(graph, x, dy)[0];

        Assert.Equal(pool.Expected(x, dy), dx, (a, b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a)));
    }

    private static bool IsPoolWithPlaces(Node n) => n.Op == "MaxPool" && KnownFeatures.WebGpu.Lack(n) is not null;

    private static float[] Draw(Random random, long[] dims, bool ties)
    {
        long count = dims.Aggregate(1L, (product, d) => product * d);
        return
        [
            .. Enumerable
                .Range(0, (int)count)
                .Select(_ => ties ? random.Next(-2, 3) : (float)(random.NextDouble() * 2 - 1)),
        ];
    }
}
