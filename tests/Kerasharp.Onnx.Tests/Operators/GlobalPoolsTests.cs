using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class GlobalPoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "global average pool", d => Case(d, d.Normal, Op.GlobalAveragePool, plane => plane.Average()), true },
            { "global max pool", d => Case(d, d.Distinct, Op.GlobalMaxPool, plane => plane.Max()), true },
        };

    [Fact]
    public void Equal_greatest_elements_share_the_gradient()
    {
        var x = ConstantTensor.Of<float>([2, 2, 1, 0, 0, 3], 1, 2, 3);

        Assert.Equal([0.5, 0.5, 0, 0, 0, 1], GradientCheck.Of(v => Op.GlobalMaxPool(v[0]), x)[0]);
    }

    // The square of the result, so that second derivatives are not zero.
    private static GradientCase Case(
        Draw d,
        Func<long[], ConstantTensor> draw,
        Func<Value, Value> pool,
        Func<double[], double> reference
    )
    {
        long[] dims = [d.Int(1, 2), d.Int(1, 3), .. d.Dims(1, 3)];
        int plane = (int)dims[2..].Aggregate(1L, (product, size) => product * size);
        return new(
            v =>
            {
                var y = pool(v[0]);
                return y * y;
            },
            draw(dims)
        )
        {
            Reference = v => v[0].Chunk(plane).Select(e => Math.Pow(reference(e), 2)).ToArray(),
        };
    }
}
