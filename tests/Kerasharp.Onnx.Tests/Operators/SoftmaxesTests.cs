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
                "softmax's gradient",
                d =>
                {
                    long[] dims = d.Dims(1);
                    return new(
                        x => Op.SoftmaxGradient(x[0] * x[0], x[1], dims.Length - 1),
                        d.Normal(dims),
                        d.Normal(dims)
                    )
                    {
                        Reference = x => Backward(x[0], x[1], (int)dims[^1]),
                    };
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

    // The gradient handed in is squared, so that second derivatives are not zero.
    private static double[] Backward(double[] dy, double[] y, int columns)
    {
        double[] dx = new double[y.Length];
        for (int i = 0; i < dx.Length; i++)
        {
            double sum = 0;
            for (int k = i / columns * columns; k < (i / columns + 1) * columns; k++)
                sum += dy[k] * dy[k] * y[k];
            dx[i] = y[i] * (dy[i] * dy[i] - sum);
        }
        return dx;
    }
}
