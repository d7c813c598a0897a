using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DiagonalsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "triangle",
                d =>
                {
                    long[] dims = d.Dims(2, 4, 4);
                    bool upper = d.Chance();
                    int diagonal = d.Int(-3, 3);
                    return new(x => Op.Trilu(x[0] * x[0], upper, diagonal), d.Normal(dims));
                },
                true
            },
            {
                "triangle of a computed diagonal",
                d =>
                {
                    bool upper = d.Chance();
                    return new(
                        x => Op.Trilu(x[0] * x[0], upper, x[1]),
                        d.Normal(d.Dims(2, 4, 4)),
                        ConstantTensor.Scalar(d.Int(-3, 3), ElementType.Int64)
                    );
                }
            },
        };

    [Fact]
    public void Triangles_and_diagonals_lie_where_the_number_says()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            long[] dims = d.Dims(2, 2, 4);
            int k = d.Int(-4, 4);
            var x = d.Normal(dims);

            var upper = GraphRunner.Of(v => Op.Trilu(v[0], diagonal: k), [x]);
            var lower = GraphRunner.Of(v => Op.Trilu(v[0], upper: false, k), [x]);
            var eye = GraphRunner.Of(v => Op.EyeLike(v[0], ElementType.Int32, k), [x]);

            double[] from = x.ToDoubles();
            Assert.Equal(Places.Take(from, dims, dims, p => p[1] - p[0] >= k ? p : null), upper.ToDoubles());
            Assert.Equal(Places.Take(from, dims, dims, p => p[1] - p[0] <= k ? p : null), lower.ToDoubles());
            Assert.Equal(Places.Of(dims).Select(p => p[1] - p[0] == k ? 1.0 : 0), eye.ToDoubles());
            Assert.Equal(ElementType.Int32, eye.Type);
        }
    }
}
