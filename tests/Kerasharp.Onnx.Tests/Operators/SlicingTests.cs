using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SlicingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "slice", Slice, true },
            { "slice without axes and steps", d => Slices(d, null, steps: false) },
            { "slice of nothing", d => new(x => Op.Concat([x[0], Op.Slice(x[0], 0, 2, 1)], 0), d.Normal(d.Dims(1))) },
            {
                "reverse",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(0, dims.Length - 1);
                    return new(x => Op.Reverse(x[0] * x[0], axis), d.Normal(dims));
                }
            },
        };

    [Theory]
    [InlineData(0, long.MaxValue, 1, new double[] { 0, 1, 2, 3, 4 })]
    [InlineData(-100, 100, 2, new double[] { 0, 2, 4 })]
    [InlineData(7, 9, 1, new double[0])]
    [InlineData(3, 1, 1, new double[0])]
    [InlineData(1, long.MaxValue, int.MaxValue, new double[] { 1 })]
    [InlineData(1, long.MaxValue, long.MaxValue, new double[] { 1 })]
    [InlineData(long.MinValue, long.MaxValue, 3, new double[] { 0, 3 })]
    [InlineData(-1, long.MinValue, -1, new double[] { 4, 3, 2, 1, 0 })]
    [InlineData(100, 0, -1, new double[] { 4, 3, 2, 1 })]
    [InlineData(100, -3, -2, new double[] { 4 })]
    [InlineData(1, 3, -1, new double[0])]
    // Before the first place a negative step begins at the first, as the specification clamps it.
    [InlineData(-100, long.MinValue, -1, new double[] { 0 })]
    [InlineData(4, long.MinValue, long.MinValue, new double[] { 4 })]
    public void Bounds_are_clamped_as_the_specification_says(long start, long end, long step, double[] expected)
    {
        var x = ConstantTensor.Vector<double>(0, 1, 2, 3, 4);

        var came = GraphRunner.Of(v => Op.Slice(v[0], 0, start, end, step), [x]);
        var gradient = GradientCheck.Of(v => Op.Slice(v[0], 0, start, end, step), x);

        Assert.Equal(expected, came.ToDoubles());
        Assert.Equal(x.ToDoubles().Select(e => expected.Contains(e) ? 1.0 : 0), gradient[0]);
    }

    [Fact]
    public void Nothing_can_be_sliced()
    {
        var x = new ConstantTensor(ElementType.Float64, [0, 2], []);

        foreach (long step in new[] { 1, -1, long.MaxValue, long.MinValue })
            Assert.Equal([0L, 2L], GraphRunner.Of(v => Op.Slice(v[0], 0, -1, 5, step), [x]).Shape.ToArray());
    }

    private static GradientCase Slice(Draw d)
    {
        long[] dims = d.Dims(1, 3, 6);
        return Slices(d, d.Axes(dims.Length), true, dims);
    }

    private static GradientCase Slices(Draw d, long[]? axes, bool steps, long[]? dims = null)
    {
        dims ??= d.Dims(1, 3, 6);
        int count = axes?.Length ?? d.Int(1, dims.Length);
        var (starts, ends, strides) = (new long[count], new long[count], new long[count]);
        for (int i = 0; i < count; i++)
        {
            long size = dims[
                axes is null ? i
                : axes[i] < 0 ? axes[i] + dims.Length
                : axes[i]
            ];
            strides[i] = steps ? d.Of(1, 1, 2, 3, -1, -2) : 1;
            int from = d.Int(0, (int)size - 1);
            int to = strides[i] > 0 ? d.Int(from + 1, (int)size) : d.Int(-1, from - 1);
            starts[i] = d.Of(from, from - size);
            ends[i] =
                to < 0 ? d.Of(-size - 1, long.MinValue + 1)
                : to == size ? d.Of(size, size + 3, long.MaxValue)
                : d.Of(to, to - size);
        }
        return new(
            x =>
            {
                var g = x[0].Graph;
                Value?[] inputs = [x[0] * x[0], g.Ints(starts), g.Ints(ends), axes is null ? null : g.Ints(axes)];
                return g.Add("", "Slice", steps ? [.. inputs, g.Ints(strides)] : inputs).Output;
            },
            d.Normal(dims)
        );
    }
}
