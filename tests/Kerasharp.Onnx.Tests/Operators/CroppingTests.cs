using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class CroppingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "center crop and pad",
                d =>
                {
                    var (dims, sizes, axes) = Draw(d);
                    return new(x => Op.CenterCropPad(x[0] * x[0], sizes, axes), d.Normal(dims));
                },
                true
            },
        };

    [Fact]
    public void The_middle_stays_at_the_middle()
    {
        foreach (int seed in GradientCases.Seeds())
        foreach (int opset in new[] { 17, 18, 21 })
        {
            var d = new Draw(seed);
            var (dims, sizes, axes) = Draw(d);
            bool computed = d.Chance();
            var x = d.Normal(dims);
            long[] aims = [.. dims];
            for (int i = 0; i < sizes.Length; i++)
                aims[axes is null ? i : (axes[i] + dims.Length) % dims.Length] = sizes[i];

            var came = GraphRunner.Of(
                v => computed ? Computed(v[0], v[1], axes) : Op.CenterCropPad(v[0], sizes, axes),
                [x, ConstantTensor.Vector<long>(sizes)],
                opset
            );

            Assert.Equal(aims, came.Shape.ToArray());
            Assert.Equal(Places.Take(x.ToDoubles(), dims, aims, p => Origin(p, dims, aims)), came.ToDoubles());
        }
    }

    private static Value Computed(Value x, Value sizes, int[]? axes) =>
        x.Graph.Emit("CenterCropPad", new Attributes { { "axes", axes } }, x, sizes);

    private static (long[] Dims, long[] Sizes, int[]? Axes) Draw(Draw d)
    {
        long[] dims = d.Dims(1, 3, 5);
        int[]? axes = d.Chance() ? Array.ConvertAll(d.Axes(dims.Length), a => (int)a) : null;
        return (dims, [.. Enumerable.Range(0, axes?.Length ?? dims.Length).Select(_ => (long)d.Int(1, 6))], axes);
    }

    /// <summary>Half of what is to go goes before, rounded down; so does half of what is added.</summary>
    private static long[]? Origin(long[] place, long[] dims, long[] aims)
    {
        var origin = new long[place.Length];
        for (int i = 0; i < origin.Length; i++)
        {
            origin[i] = aims[i] > dims[i] ? place[i] - (aims[i] - dims[i]) / 2 : place[i] + (dims[i] - aims[i]) / 2;
            if (origin[i] < 0 || origin[i] >= dims[i])
                return null;
        }
        return origin;
    }
}
