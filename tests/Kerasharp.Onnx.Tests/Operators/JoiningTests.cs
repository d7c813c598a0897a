using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class JoiningTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "concat",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(0, dims.Length - 1);
                    var parts = Enumerable
                        .Range(0, d.Int(1, 4))
                        .Select(_ => d.Normal(With(dims, axis, d.Int(1, 3))))
                        .ToArray();
                    int named = d.Chance() ? axis : axis - dims.Length;
                    return new(
                        x => x[0].Graph.Add("", "Concat", [.. x], new Attributes { { "axis", named } }).Output,
                        parts
                    );
                }
            },
            {
                "concat of one value twice",
                d => new(x => Op.Concat([x[0], x[0] * x[0], x[0]], 0), d.Normal(d.Dims(1, 3)))
            },
            {
                "split",
                d =>
                {
                    var (dims, axis, sizes) = Parts(d);
                    int[] order = d.Order(sizes.Length);
                    return new(
                        x =>
                        {
                            var parts = Op.Split(x[0], axis, sizes);
                            return Op.Concat(order.Select(i => parts[i] * parts[i]).ToArray(), axis);
                        },
                        d.Normal(dims)
                    );
                }
            },
            {
                "split of which parts are unused",
                d =>
                {
                    var (dims, axis, sizes) = Parts(d);
                    int used = d.Int(0, sizes.Length - 1);
                    return new(x => Op.Split(x[0], axis, sizes)[used], d.Normal(dims));
                }
            },
            {
                "split in equal parts, the last one smaller",
                d =>
                {
                    int parts = d.Int(2, 3);
                    long[] dims = With(d.Dims(1, 3), 0, d.Of(parts + 1 + parts % 2, 2 * parts, 3 * parts - 1));
                    return new(
                        x =>
                        {
                            var split = x[0]
                                .Graph.Add("", "Split", [x[0]], new Attributes { { "num_outputs", parts } });
                            return Op.Concat([.. split.Outputs.Reverse()], 0);
                        },
                        d.Normal(dims)
                    );
                }
            },
        };

    [Theory]
    [InlineData(7, 4, new long[] { 2, 2, 2, 1 })]
    [InlineData(6, 3, new long[] { 2, 2, 2 })]
    [InlineData(6, 4, new long[] { 2, 2, 2, 0 })]
    [InlineData(1, 1, new long[] { 1 })]
    public void The_last_of_equal_parts_has_what_is_left(int size, int parts, long[] expected)
    {
        var x = ConstantTensor.Vector<double>([.. Enumerable.Range(0, size).Select(i => (double)i)]);
        foreach (int opset in new[] { 17, 18, 21 })
        {
            var graph = new Graph();
            var split = graph.Add(
                "",
                "Split",
                [graph.AddInput("x", ElementType.Float64, [size])],
                new Attributes { { "num_outputs", parts } }
            );
            for (int i = 0; i < parts; i++)
                graph.AddOutput($"{i}", split.Outputs[i]);

            var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x }, opset);

            Assert.Equal(expected, Enumerable.Range(0, parts).Select(i => (long)came[$"{i}"].Count));
            Assert.Equal(x.ToDoubles(), Enumerable.Range(0, parts).SelectMany(i => came[$"{i}"].ToDoubles()));
        }
    }

    [Fact]
    public void Computed_sizes_are_known_as_far_as_they_can_be()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [5, Dim.Batch]);
        var sizes = graph.AddInput("sizes", ElementType.Int64, [2]);
        var half = graph.Add("", "Split", [x], new Attributes { { "axis", 1 }, { "num_outputs", 2 } });
        graph.AddOutput("y", graph.Add("", "Split", [x, sizes]).Outputs[1]);
        graph.AddOutput("half", half.Outputs[1]);

        Assert.False(graph.Outputs[0].Value.Shape[0].IsKnown);
        Assert.Equal(Dim.Batch, graph.Outputs[0].Value.Shape[1]);
        Assert.False(half.Output.Shape[1].IsKnown);
        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 2),
                ["sizes"] = ConstantTensor.Vector<long>(2, 3),
            }
        );
        Assert.Equal([5, 6, 7, 8, 9, 10], came["y"].ToDoubles());
        Assert.Equal([2, 4, 6, 8, 10], came["half"].ToDoubles());
    }

    [Fact]
    public void Joined_parts_tell_each_other_their_sizes()
    {
        var graph = new Graph();
        var open = graph.AddInput("open", ElementType.Float32, [Dim.Unknown, 2]);

        Assert.Equal([3, 4], Op.Concat([open, graph.AddInput("x", ElementType.Float32, [3, 2])], 1).Shape);
    }

    private static (long[] Dims, int Axis, long[] Sizes) Parts(Draw d)
    {
        long[] sizes = Enumerable.Range(0, d.Int(1, 4)).Select(_ => (long)d.Int(1, 3)).ToArray();
        long[] dims = d.Dims(1, 3);
        int axis = d.Int(0, dims.Length - 1);
        return (With(dims, axis, sizes.Sum()), axis, sizes);
    }

    private static long[] With(long[] dims, int axis, long size)
    {
        long[] result = [.. dims];
        result[axis] = size;
        return result;
    }
}
