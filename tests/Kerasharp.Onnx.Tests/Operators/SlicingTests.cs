using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SlicingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "slice", Slice },
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
            {
                "pad",
                d =>
                {
                    long[] dims = d.Dims(1, 4, 4);
                    long[] pads = Pads(d, dims);
                    double number = d.Of(0, 1.5);
                    return new(x => Op.Pad(x[0] * x[0], pads, number), d.Normal(dims));
                }
            },
            {
                "pad of some axes",
                d =>
                {
                    long[] dims = d.Dims(1, 4, 4);
                    long[] axes = d.Axes(dims.Length);
                    long[] all = Pads(d, dims);
                    int[] counted = Array.ConvertAll(axes, a => (int)(a < 0 ? a + dims.Length : a));
                    long[] pads = [.. counted.Select(a => all[a]), .. counted.Select(a => all[a + dims.Length])];
                    return new(
                        x =>
                            x[0]
                                .Graph.Add("", "Pad", [x[0] * x[0], x[0].Graph.Ints(pads), null, x[0].Graph.Ints(axes)])
                                .Output,
                        d.Normal(dims)
                    );
                }
            },
        };

    // Borders from -1 to 2; where elements are cut off, some remain.
    private static long[] Pads(Draw d, long[] dims)
    {
        var pads = new long[2 * dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            pads[i] = d.Int(dims[i] > 2 ? -1 : 0, 2);
            pads[i + dims.Length] = d.Int(dims[i] > 2 ? -1 : 0, 2);
        }
        return pads;
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
