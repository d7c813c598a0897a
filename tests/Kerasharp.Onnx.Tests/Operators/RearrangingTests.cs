using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class RearrangingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "depth to space",
                d =>
                {
                    var (dims, block, mode) = Deep(d);
                    return new(x => Op.DepthToSpace(x[0] * x[0], block, mode), d.Normal(dims));
                },
                true
            },
            {
                "space to depth",
                d =>
                {
                    var (dims, block) = Wide(d);
                    return new(x => Op.SpaceToDepth(x[0] * x[0], block), d.Normal(dims));
                },
                true
            },
            {
                "reverse sequence",
                d =>
                {
                    var (dims, lengths, batchAxis) = Sequences(d);
                    return new(x => Op.ReverseSequence(x[0] * x[0], x[1], batchAxis), d.Normal(dims), lengths);
                },
                true
            },
        };

    [Fact]
    public void Channels_spread_over_blocks()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var (dims, b, mode) = Deep(d);
            long channels = dims[1] / (b * b);
            var x = d.Normal(dims);
            long[] spread = [dims[0], channels, dims[2] * b, dims[3] * b];

            var came = GraphRunner.Of(v => Op.DepthToSpace(v[0], b, mode), [x]);

            double[] expected = Places.Take(x.ToDoubles(), dims, spread, p => [p[0], Channel(p), p[2] / b, p[3] / b]);
            Assert.Equal(spread, came.Shape.ToArray());
            Assert.Equal(expected, came.ToDoubles());

            long Channel(long[] p)
            {
                long block = p[2] % b * b + p[3] % b;
                return mode == "DCR" ? block * channels + p[1] : p[1] * b * b + block;
            }
        }
    }

    [Fact]
    public void Blocks_are_gathered_into_channels()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var (dims, b) = Wide(d);
            var x = d.Normal(dims);
            long[] deep = [dims[0], dims[1] * b * b, dims[2] / b, dims[3] / b];

            var came = GraphRunner.Of(v => Op.SpaceToDepth(v[0], b), [x]);

            Assert.Equal(deep, came.Shape.ToArray());
            Assert.Equal(
                Places.Take(x.ToDoubles(), dims, deep, p => [p[0], p[1] % dims[1], Inner(p, 0), Inner(p, 1)]),
                came.ToDoubles()
            );

            long Inner(long[] p, int axis)
            {
                long block = p[1] / dims[1];
                return p[2 + axis] * b + (axis == 0 ? block / b : block % b);
            }
        }
    }

    [Fact]
    public void Sequences_turn_as_far_as_their_lengths_say()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            var (dims, lengths, batchAxis) = Sequences(d);
            var x = d.Normal(dims);

            var came = GraphRunner.Of(v => Op.ReverseSequence(v[0], v[1], batchAxis), [x, lengths]);

            Assert.Equal(Places.Take(x.ToDoubles(), dims, dims, Origin), came.ToDoubles());

            long[] Origin(long[] p)
            {
                long length = lengths.ToInt64s()[p[batchAxis]];
                long at = p[1 - batchAxis];
                return at < length ? Places.With(p, 1 - batchAxis, length - 1 - at) : p;
            }
        }
    }

    private static (long[] Dims, int Block, string Mode) Deep(Draw d)
    {
        int block = d.Int(1, 3);
        return ([d.Int(1, 2), d.Int(1, 2) * block * block, d.Int(1, 3), d.Int(1, 3)], block, d.Of("DCR", "CRD"));
    }

    private static (long[] Dims, int Block) Wide(Draw d)
    {
        int block = d.Int(1, 3);
        return ([d.Int(1, 2), d.Int(1, 3), d.Int(1, 2) * block, d.Int(1, 2) * block], block);
    }

    private static (long[] Dims, ConstantTensor Lengths, int BatchAxis) Sequences(Draw d)
    {
        long[] dims = d.Dims(2, 4, 4);
        int batchAxis = d.Int(0, 1);
        long[] lengths =
        [
            .. Enumerable.Range(0, (int)dims[batchAxis]).Select(_ => (long)d.Int(1, (int)dims[1 - batchAxis])),
        ];
        return (dims, ConstantTensor.Vector<long>(lengths), batchAxis);
    }
}
