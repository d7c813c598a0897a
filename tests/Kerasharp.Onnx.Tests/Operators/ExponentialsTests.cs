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
                "pow of negative numbers",
                d =>
                {
                    double power = d.Int(-3, 4);
                    return new(x => Op.Pow(x[0], x[0].Like(power)), d.OffZero(d.Dims()));
                },
                true
            },
        };
}
