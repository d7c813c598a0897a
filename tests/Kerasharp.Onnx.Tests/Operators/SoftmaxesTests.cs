using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SoftmaxesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "softmax",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    return new(x => Op.Softmax(x[0], axis), d.Normal(dims));
                },
                true
            },
            {
                "log softmax",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    return new(x => Op.LogSoftmax(x[0], axis), d.Normal(dims));
                },
                true
            },
        };
}
