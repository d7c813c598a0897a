using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ActivationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "relu", d => new(x => Op.Relu(x[0]), d.OffZero(d.Dims())), true },
            { "sigmoid", d => new(x => Op.Sigmoid(x[0]), d.Normal(d.Dims())), true },
            { "tanh", d => new(x => Op.Tanh(x[0]), d.Normal(d.Dims())), true },
            { "softplus", d => new(x => Op.Softplus(x[0]), d.Normal(d.Dims())), true },
            { "softsign", d => new(x => Op.Softsign(x[0]), d.OffZero(d.Dims())), true },
            {
                "erf",
                d =>
                    new(x => Op.Erf(x[0]), d.Normal(d.Dims())) { Reference = x => Array.ConvertAll(x[0], Erf) },
                true
            },
        };

    [Fact]
    public void The_kink_of_a_relu_has_the_slope_of_its_left_side() =>
        Assert.Equal([0, 0, 1], GradientCheck.Of(Op.Relu, -1, 0, 1));

    [Fact]
    public void Far_out_the_slopes_are_flat_and_finite()
    {
        Assert.Equal([0, 0], GradientCheck.Of(Op.Sigmoid, -1000, 1000));
        Assert.Equal([0, 0], GradientCheck.Of(Op.Tanh, -1000, 1000));
        Assert.Equal([0, 1], GradientCheck.Of(Op.Softplus, -1000, 1000));
        Assert.Equal([0, 1], GradientCheck.Of(x => Op.Elu(x), -1000, 1000));
        Assert.Equal([1e-4, 1e-40], GradientCheck.Of(Op.Softsign, -99, 1e20), (p, q) => Math.Abs(p - q) <= 1e-12 * p);
    }

    // Its series, which for the numbers here, below 6, loses no more than ten digits of sixteen.
    internal static double Erf(double x)
    {
        double sum = 0;
        double term = x;
        for (int n = 1; n < 200; n++)
        {
            sum += term / (2 * n - 1);
            term *= -x * x / n;
        }
        return sum * 2 / Math.Sqrt(Math.PI);
    }
}
