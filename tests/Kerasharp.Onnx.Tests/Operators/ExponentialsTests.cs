using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ExponentialsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "exp", d => new(x => Op.Exp(x[0]), d.Normal(d.Dims())), true },
            { "log", d => new(x => Op.Log(x[0]), d.Uniform(0.2, 3, d.Dims())), true },
            { "sqrt", d => new(x => Op.Sqrt(x[0]), d.Uniform(0.2, 3, d.Dims())), true },
            {
                "pow",
                d =>
                {
                    var shapes = d.Broadcasting(2);
                    return new(x => Op.Pow(x[0], x[1]), d.Uniform(0.2, 2, shapes[0]), d.Uniform(-2, 2, shapes[1]));
                },
                true
            },
            {
                "pow by integers",
                d =>
                {
                    var shapes = d.Broadcasting(2);
                    return new(x => Op.Pow(x[0], x[1]), d.OffZero(shapes[0]), d.Indices(4, shapes[1]));
                },
                true
            },
            {
                "pow of negative numbers",
                d =>
                {
                    double power = d.Int(-3, 4);
                    return new(x => Op.Pow(x[0], x[0].Like(power)), d.OffZero(d.Dims()));
                },
                true
            },
        };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    public void A_power_of_zero_has_a_slope(double power, double slope)
    {
        double[][] came = GradientCheck.Of(
            x => Op.Pow(x[0], x[1]),
            ConstantTensor.Vector<double>(0, 2),
            ConstantTensor.Vector(power, power)
        );

        Assert.Equal(slope, came[0][0]);
        Assert.Equal(power * Math.Pow(2, power - 1), came[0][1], 1e-12);
        Assert.Equal(0, came[1][0]);
        Assert.Equal(Math.Pow(2, power) * Math.Log(2), came[1][1], 1e-12);
        Assert.Equal([slope], GradientCheck.Of(x => Op.Pow(x, x.Like(power)), 0));
    }

    [Fact]
    public void A_power_without_a_slope_leaves_the_others_alone()
    {
        var x = ConstantTensor.Vector<float>(-2, 0, 0, 3);
        var p = ConstantTensor.Scalar(2, ElementType.Float32);

        double[][] came = GradientCheck.Of(v => Op.Pow(v[0], v[1]), x, p);

        Assert.Equal([-4, 0, 0, 6], came[0]);
        Assert.Equal(9 * Math.Log(3), came[1][0], 1e-5);
    }

    [Theory]
    [InlineData(-2, 3, 12)]
    [InlineData(-2, 2, -4)]
    [InlineData(-2, 1, 1)]
    [InlineData(-2, 0, 0)]
    [InlineData(-2, -1, -0.25)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 0, 0)]
    public void Whole_powers_of_any_number_have_a_slope(double x, double power, double slope)
    {
        Assert.Equal([slope], GradientCheck.Of(v => Op.Pow(v, v.Like(power)), x));
        Assert.Equal(
            [slope],
            GradientCheck.Of(v => Op.Pow(v[0], v[1]), ConstantTensor.Vector(x), ConstantTensor.Vector(power))[0]
        );
    }

    [Fact]
    public void A_square_has_a_second_derivative_at_zero()
    {
        double[] came = GradientCheck.Of(
            x => ReverseSweep.Gradients(Op.ReduceSum(Op.Pow(x, x.Like(2))), [x])[0]!,
            0,
            1
        );

        Assert.Equal([2, 2], came);
    }
}
