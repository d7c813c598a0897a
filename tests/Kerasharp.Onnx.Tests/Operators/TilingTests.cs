using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class TilingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "expand",
                d =>
                {
                    long[] whole = d.Dims();
                    long[] narrow = d.Narrowed(whole);
                    long[] target = d.Chance() ? whole : d.Narrowed(whole);
                    return new(
                        x => x[0].Graph.Add("", "Expand", [x[0] * x[0], x[0].Graph.Ints(target)]).Output,
                        d.Normal(narrow)
                    );
                }
            },
            {
                "expand to another's shape",
                d =>
                {
                    long[] whole = d.Dims();
                    return new(x => Op.ExpandLike(x[0], x[1]) * x[1], d.Normal(d.Narrowed(whole)), d.Normal(whole));
                },
                true
            },
            {
                "tile",
                d =>
                {
                    long[] dims = d.Dims();
                    long[] repeats = Array.ConvertAll(dims, _ => (long)d.Int(1, 3));
                    return new(x => Op.Tile(x[0] * x[0], repeats), d.Normal(dims));
                },
                true
            },
            {
                "tile of no copies",
                d => new(x => Op.Concat([Op.Tile(x[0], 2, 0), x[1] * x[1]], 1), d.Normal(1, 3), d.Normal(2, 2))
            },
        };

    [Fact]
    public void Copies_follow_each_other_along_every_axis()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            long[] dims = d.Dims();
            long[] repeats = Array.ConvertAll(dims, _ => (long)d.Int(0, 3));
            var x = d.Normal(dims);
            long[] tiled = [.. dims.Zip(repeats, (size, times) => size * times)];

            var came = GraphRunner.Of(v => Op.Tile(v[0], v[1]), [x, ConstantTensor.Vector<long>(repeats)]);

            Assert.Equal(tiled, came.Shape.ToArray());
            Assert.Equal(
                Places.Take(x.ToDoubles(), dims, tiled, p => [.. p.Zip(dims, (i, size) => i % size)]),
                came.ToDoubles()
            );
        }
    }

    [Fact]
    public void Sizes_are_known_as_far_as_the_repeats_are()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2, 1]);
        var count = Op.SizeOf(x, 0, ElementType.Int64);

        Assert.Equal([Dim.Batch, 6, 4], Op.Tile(x, 1, 3, 4).Shape);
        Assert.Equal(
            new Shape(Dim.Batch, 2, Dim.Batch),
            Op.Tile(x, Op.Concat([graph.Ints(1, 1), Op.Unsqueeze(count, [0])], 0)).Shape
        );
        Assert.Equal(3, Op.Tile(x, graph.AddInput("repeats", ElementType.Int64, [3])).Rank);
        Assert.Equal(3, Op.Tile(x, graph.AddInput("open", ElementType.Int64, [Dim.Unknown])).Rank);
    }
}
