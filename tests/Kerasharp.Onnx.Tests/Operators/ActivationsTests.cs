using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ActivationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "relu", d => new(x => Op.Relu(x[0]), d.OffZero(d.Dims())), true },
            { "relu's gradient", ReluGradient, true },
            { "sigmoid", d => new(x => Op.Sigmoid(x[0]), d.Normal(d.Dims())), true },
            { "tanh", d => new(x => Op.Tanh(x[0]), d.Normal(d.Dims())), true },
            { "softplus", d => new(x => Op.Softplus(x[0]), d.Normal(d.Dims())), true },
            { "softsign", d => new(x => Op.Softsign(x[0]), d.OffZero(d.Dims())), true },
            { "leaky relu", d => new(x => Op.LeakyRelu(x[0], 0.25), d.OffZero(d.Dims())), true },
            { "elu", d => new(x => Op.Elu(x[0], 0.5), d.OffZero(d.Dims())), true },
            {
                "erf",
                d =>
                    new(x => Op.Erf(x[0]), d.Normal(d.Dims())) { Reference = x => Array.ConvertAll(x[0], Erf) },
                true
            },
            { "selu", d => new(x => Op.Selu(x[0]), d.OffZero(d.Dims())), true },
        };

    [Fact]
    public void Kinks_have_the_slope_of_their_left_side()
    {
        Assert.Equal([0, 0, 1], GradientCheck.Of(Op.Relu, -1, 0, 1));
        Assert.Equal([0.25, 0.25, 1], GradientCheck.Of(x => Op.LeakyRelu(x, 0.25), -1, 0, 1));
        Assert.Equal([0.5, 1], GradientCheck.Of(x => Op.Elu(x, 0.5), 0, 1));
    }

    [Fact]
    public void Far_out_the_slopes_are_flat_and_finite()
    {
        Assert.Equal([0, 0], GradientCheck.Of(Op.Sigmoid, -1000, 1000));
        Assert.Equal([0, 0], GradientCheck.Of(Op.Tanh, -1000, 1000));
        Assert.Equal([0, 1], GradientCheck.Of(Op.Softplus, -1000, 1000));
        Assert.Equal([0, 1], GradientCheck.Of(x => Op.Elu(x), -1000, 1000));
    }

    // The gradient handed in is squared, so that second derivatives are not zero.
    private static GradientCase ReluGradient(Draw d)
    {
        long[] dims = d.Dims();
        return new(x => Op.ReluGradient(x[0] * x[0], x[1]), d.Normal(dims), d.OffZero(dims))
        {
            Reference = x => x[0].Zip(x[1], (dy, y) => y > 0 ? dy * dy : 0).ToArray(),
        };
    }

    // Its series, which for the numbers here, below 6, loses no more than ten digits of sixteen.
    private static double Erf(double x)
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
