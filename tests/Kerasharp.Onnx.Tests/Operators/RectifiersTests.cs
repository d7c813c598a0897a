using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class RectifiersTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "leaky relu", d => new(x => Op.LeakyRelu(x[0], 0.25), d.OffZero(d.Dims())), true },
            { "prelu", PRelu, true },
            { "prelu of a square", d => Squared(d, x => Op.PRelu(x, x.Like(-0.5))), true },
            { "thresholded relu", d => Squared(d, x => Op.ThresholdedRelu(x, 0.35)), true },
            {
                "shrink",
                // ONNX Runtime computes it in float32 for float64, too.
                d =>
                    Elements.Of(
                        x => Op.Shrink(x * x - 1, 0.35, 0.25),
                        x => Math.Abs(x * x - 1) > 0.35 ? x * x - 1 - 0.25 * Math.Sign(x * x - 1) : 0,
                        Away(d)
                    ),
                true
            },
            { "elu", d => new(x => Op.Elu(x[0], 0.5), d.OffZero(d.Dims())), true },
            { "selu", d => new(x => Op.Selu(x[0]), d.OffZero(d.Dims())), true },
            {
                "celu",
                d =>
                {
                    float alpha = (float)d.Number(0.5, 2);
                    return Elements.Of(
                        x => Op.Celu(x, alpha),
                        x => x > 0 ? x : alpha * (Math.Exp(x / alpha) - 1),
                        d.OffZero(d.Dims())
                    );
                },
                true
            },
            // ONNX has no Celu of these: this one is written as a composition.
            { "celu in float64", d => new(x => Op.Celu(x[0], 1.5), d.OffZero(d.Dims())), true },
        };

    [Fact]
    public void Kinks_have_the_slope_of_their_left_side()
    {
        Assert.Equal([0.25, 0.25, 1], GradientCheck.Of(x => Op.LeakyRelu(x, 0.25), -1, 0, 1));
        Assert.Equal([0.25, 0.25, 1], GradientCheck.Of(x => Op.PRelu(x, x.Like(0.25)), -1, 0, 1));
        Assert.Equal([0.5, 1], GradientCheck.Of(x => Op.Elu(x, 0.5), 0, 1));
        Assert.Equal([0, 0, 0, 1], GradientCheck.Of(x => Op.ThresholdedRelu(x, 0.5), -1, 0, 0.5, 1));
    }

    [Fact]
    public void The_kink_of_a_selu_has_the_slope_of_its_right_side() =>
        Assert.Equal([Op.SeluGamma, Op.SeluGamma], GradientCheck.Of(Op.Selu, 0, 1));

    [Fact]
    public void A_shrink_is_flat_between_its_thresholds_and_on_them() =>
        Assert.Equal([1, 0, 0, 0, 1], GradientCheck.Of(x => Op.Shrink(x, 0.5, 0.25), -1, -0.5, 0, 0.5, 1));

    [Fact]
    public void A_slope_gets_the_sum_over_what_it_serves()
    {
        var x = ConstantTensor.Of<double>([-1, 2, -3, -4, 5, -6], 1, 3, 2);
        var slope = ConstantTensor.Of<double>([0.1, 0.2, 0.3], 3, 1);

        double[][] came = GradientCheck.Of(v => Op.PRelu(v[0], v[1]), x, slope);

        Assert.Equal([0.1, 1, 0.2, 0.2, 1, 0.3], came[0]);
        Assert.Equal([-1, -7, -6], came[1]);
    }

    private static GradientCase PRelu(Draw d)
    {
        long[] dims = d.Dims();
        return Elements.Of(
            x => Op.PRelu(x[0], x[1]),
            x => x[0] > 0 ? x[0] : x[0] * x[1],
            d.OffZero(dims),
            d.Normal(d.Narrowed(dims))
        );
    }

    // Of a square, whose second derivative is not zero; below it, so that both sides are met.
    private static GradientCase Squared(Draw d, Func<Value, Value> function) =>
        new(x => function(x[0] * x[0] - 1), Away(d));

    // Where x^2 - 1 is not near 0 or 0.35 or -0.35.
    private static ConstantTensor Away(Draw d)
    {
        long[] dims = d.Dims();
        double[] places = [0.4, 0.6, 0.9, 1.1, 1.3, 1.6];
        var noise = d.Uniform(-0.03, 0.03, dims).ToDoubles();
        return ConstantTensor.Of<double>(
            Array.ConvertAll(noise, e => (d.Of(places) + e) * (d.Chance() ? 1 : -1)),
            dims
        );
    }
}
