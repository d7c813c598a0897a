using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Gradients;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

/// <summary>Sums of columns against float64 and their twins; odd sizes leave parts of vectors and rows over, large ones are shared out.</summary>
public sealed class ColumnSumsKernelTests
{
    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 1, 1 },
            { 0, 3 },
            { 7, 16 },
            { 5, 37 },
            { 131, 300 },
            { 9001, 10 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_are_near(int rows, int columns)
    {
        float[] dy = Numbers(rows * columns, 1);
        float[][] came = Float32Graph.Run(Build(rows, columns, relu: false), dy);
        float[][] twin = Float32Graph.RunTwin(Build(rows, columns, relu: false), dy);

        Near(dy, columns, came[0], twin[0]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_Relus_gradient_is_exact_and_its_sums_are_near(int rows, int columns)
    {
        float[] dy = Numbers(rows * columns, 1);
        float[] y = Numbers(rows * columns, 2);
        float[][] came = Float32Graph.Run(Build(rows, columns, relu: true), dy, y);
        float[][] again = Float32Graph.Run(Build(rows, columns, relu: true), dy, y);
        float[][] twin = Float32Graph.RunTwin(Build(rows, columns, relu: true), dy, y);

        Assert.Equal(twin[0], came[0]);
        Assert.Equal(again[1], came[1]);
        Near(came[0], columns, came[1], twin[1]);
    }

    [Fact]
    public void No_number_is_no_number_of_its_column()
    {
        float[][] came = Float32Graph.Run(Build(2, 2, relu: true), [float.NaN, 1, 1, 1], [0, float.NaN, 1, 1]);

        Assert.Equal([true, false, false, false], came[0].Select(float.IsNaN));
        Assert.Equal([true, false], came[1].Select(float.IsNaN));
        Assert.Equal(1, came[1][1]);
    }

    private static void Near(float[] x, int columns, float[] came, float[] twin)
    {
        for (int c = 0; c < columns; c++)
        {
            double[] column = [.. x.Where((_, i) => i % columns == c).Select(e => (double)e)];
            double allowed = 2 * Math.Abs(twin[c] - column.Sum()) + 1e-6 * Math.Sqrt(column.Sum(e => e * e)) + 1e-7;
            Assert.InRange(came[c] - column.Sum(), -allowed, allowed);
        }
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    private static Graph Build(int rows, int columns, bool relu)
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, [rows, columns]);
        var outputs = relu
            ? ColumnSums.Add<ReluColumns>(dy, graph.AddInput("y", ElementType.Float32, [rows, columns]))
            : ColumnSums.Add<PlainColumns>(dy);
        for (int i = 0; i < outputs.Count; i++)
            graph.AddOutput($"output{i}", outputs[i]);
        return graph;
    }
}
