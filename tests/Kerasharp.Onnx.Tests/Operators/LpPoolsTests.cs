using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class LpPoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "lp pool", d => Pool(d, new Window(d)), true },
            { "lp pool with wide pads", d => Pool(d, new Window(d, wide: true)), true },
            { "lp pool by 'same'", d => Pool(d, new Window(d, same: true)), true },
            { "lp pool with a part of a window at the end", d => Pool(d, new Window(d, ceil: true), ceil: true), true },
            { "lp pool by 'same', left to the runtime", Deferred, true },
            { "global lp pool", Global, true },
        };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_but_zeros_has_no_gradient(int p)
    {
        var x = ConstantTensor.Of<float>([0, 0, 0, 3, 4, 0], 1, 1, 6);

        double[] local = GradientCheck.Of(v => Op.LpPool(v[0], [2], p, [2]), x)[0];
        double[] all = GradientCheck.Of(v => Op.GlobalLpPool(v[0] * 0, p), x)[0];

        Assert.Equal([0, 0, 0, 1, 1, 0], local, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(new double[6], all);
    }

    private static GradientCase Pool(Draw d, Window window, bool ceil = false)
    {
        int p = d.Int(1, 3);
        return Case(
            d,
            window,
            p,
            x =>
                Op.LpPool(x, window.Kernel, p, window.Strides, window.GivenPads, window.Dilations, ceil, window.AutoPad)
        );
    }

    private static GradientCase Deferred(Draw d)
    {
        var window = new Window(d, same: true);
        int p = d.Int(1, 3);
        var attributes = window.Deferred();
        attributes.Add("p", p);
        return Case(d, window, p, x => x.Graph.Add("", "LpPool", [x], attributes.Clone()).Output);
    }

    private static GradientCase Case(Draw d, Window window, int p, Func<Value, Value> pool)
    {
        var reference = window.Reference;
        // The square of the norms, so that second derivatives are not zero.
        return new(
            v =>
            {
                var y = pool(v[0]);
                return y * y;
            },
            d.OffZero([2, 2, .. window.Input])
        )
        {
            Reference = v =>
                Array.ConvertAll(
                    reference.Sum(v[0], 4, e => Math.Pow(Math.Abs(e), p)),
                    sum => sum == 0 ? 0 : Math.Pow(sum, 2.0 / p)
                ),
        };
    }

    private static GradientCase Global(Draw d)
    {
        int p = d.Int(1, 3);
        long[] dims = [d.Int(1, 2), d.Int(1, 3), .. d.Dims(1, 3)];
        return new(
            v =>
            {
                var y = Op.GlobalLpPool(v[0], p);
                return y * y;
            },
            d.OffZero(dims)
        )
        {
            Reference = v =>
                v[0]
                    .Chunk((int)dims[2..].Aggregate(1L, (product, size) => product * size))
                    .Select(plane => Math.Pow(plane.Sum(e => Math.Pow(Math.Abs(e), p)), 2.0 / p))
                    .ToArray(),
        };
    }
}
