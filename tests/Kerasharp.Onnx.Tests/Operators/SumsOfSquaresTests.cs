using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public static class SumsOfSquaresTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "a sum of squares",
                d => new GradientCase(v => SumsOfSquares.Add(v[0]), d.Normal(d.Dims(0, 3)))
                {
                    Reference = v => [v[0].Sum(x => x * x)],
                }
            },
        };
}
