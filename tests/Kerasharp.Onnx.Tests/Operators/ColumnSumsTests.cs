using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Gradients;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ColumnSumsTests
{
    internal static GradientCases Cases { get; } =
        new() { { "sums of columns", Sums }, { "a Relu's gradient and its columns' sums", ReluSums } };

    [Fact]
    public void Refuses_a_gradient_of_another_shape()
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, [2, 3]);
        var y = graph.AddInput("y", ElementType.Float32, [3, 2]);

        Assert.Contains(
            "equal shapes of at least one dimension",
            Assert.Throws<GraphException>(() => ColumnSums.Add<ReluColumns>(dy, y)).Message
        );
    }

    private static GradientCase Sums(Draw d)
    {
        long[] dims = d.Dims(1, 4);
        return new GradientCase(v => ColumnSums.Add<PlainColumns>(v[0])[0], d.Normal(dims))
        {
            Reference = v => Columns(v[0], dims[^1]),
        };
    }

    private static GradientCase ReluSums(Draw d)
    {
        long[] dims = d.Dims(1, 4);
        return new GradientCase(
            v =>
            {
                var given = ColumnSums.Add<ReluColumns>(v[0], v[1]);
                return given[0] * given[1];
            },
            d.Normal(dims),
            d.OffZero(dims)
        )
        {
            Reference = v =>
            {
                double[] pulled = [.. v[0].Zip(v[1], (dy, y) => y > 0 ? dy : 0)];
                double[] sums = Columns(pulled, dims[^1]);
                return [.. pulled.Select((p, i) => p * sums[i % sums.Length])];
            },
        };
    }

    private static double[] Columns(double[] x, long columns) =>
        [.. Enumerable.Range(0, (int)columns).Select(c => x.Where((_, i) => i % columns == c).Sum())];
}
