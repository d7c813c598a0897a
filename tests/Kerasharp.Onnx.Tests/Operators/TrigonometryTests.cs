using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class TrigonometryTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "sin", d => Elements.Of(Op.Sin, Math.Sin, d.Normal(d.Dims())), true },
            { "cos", d => Elements.Of(Op.Cos, Math.Cos, d.Normal(d.Dims())), true },
            { "tan", d => Elements.Of(Op.Tan, Math.Tan, d.Uniform(-1, 1, d.Dims())), true },
            { "asin", d => Elements.Of(Op.Asin, Math.Asin, d.Uniform(-0.7, 0.7, d.Dims())), true },
            { "acos", d => Elements.Of(Op.Acos, Math.Acos, d.Uniform(-0.7, 0.7, d.Dims())), true },
            { "atan", d => Elements.Of(Op.Atan, Math.Atan, d.Normal(d.Dims())), true },
            { "sinh", d => Elements.Of(Op.Sinh, Math.Sinh, d.Normal(d.Dims())), true },
            { "cosh", d => Elements.Of(Op.Cosh, Math.Cosh, d.Normal(d.Dims())), true },
            { "asinh", d => Elements.Of(Op.Asinh, Math.Asinh, d.Normal(d.Dims())), true },
            { "acosh", d => Elements.Of(Op.Acosh, Math.Acosh, d.Uniform(1.5, 5, d.Dims())), true },
            { "atanh", d => Elements.Of(Op.Atanh, Math.Atanh, d.Uniform(-0.7, 0.7, d.Dims())), true },
        };

    [Fact]
    public void Slopes_keep_their_digits_near_the_ends()
    {
        float[] near = [-0.999999f, -0.9999f, 0.9999f, 0.999999f];

        Slopes(Op.Asin, x => 1 / Math.Sqrt(1 - x * x), near);
        Slopes(Op.Acos, x => -1 / Math.Sqrt(1 - x * x), near);
        Slopes(Op.Atanh, x => 1 / (1 - x * x), near);
        Slopes(Op.Acosh, x => 1 / Math.Sqrt(x * x - 1), 1.000001f, 1.0001f, 1e10f, 1e30f);
        Slopes(Op.Asinh, x => 1 / Math.Sqrt(x * x + 1), -1e10f, 0, 1e10f);
        Slopes(Op.Atan, x => 1 / (x * x + 1), -1e10f, 0, 1e10f);
    }

    private static void Slopes(Func<Value, Value> function, Func<double, double> slope, params float[] x)
    {
        double[] came = GradientCheck.Of(v => function(v[0]), ConstantTensor.Vector<float>(x))[0];

        Assert.Equal(Array.ConvertAll(x, e => slope(e)), came, (p, q) => Math.Abs(p - q) <= 2e-6 * Math.Abs(p));
    }
}
