using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class NormalizationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "batch normalization",
                d =>
                {
                    long[] dims = d.Dims(2, 4);
                    long channels = dims[1];
                    return new(
                        x => Op.BatchNormalization(x[0], x[1], x[2], x[3], x[4], 0.001),
                        d.Normal(dims),
                        d.Normal(channels),
                        d.Normal(channels),
                        d.Normal(channels),
                        d.Uniform(0.3, 2, channels)
                    );
                },
                true
            },
        };
}
