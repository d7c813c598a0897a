using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DeterminantsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "determinants",
                d =>
                {
                    int size = d.Int(1, 4);
                    return new(x => Op.Det(x[0]), d.Normal([.. d.Dims(0, 2), size, size]))
                    {
                        Reference = x =>
                            Enumerable
                                .Range(0, x[0].Length / (size * size))
                                .Select(i => Determinant(x[0].AsSpan(i * size * size, size * size).ToArray(), size))
                                .ToArray(),
                    };
                },
                true
            },
        };

    [Fact]
    public void A_singular_matrix_has_a_gradient()
    {
        var x = ConstantTensor.Of<float>([1, 2, 2, 4, 0, 0, 0, 0], 2, 2, 2);

        Assert.Equal([4, -2, -2, 1, 0, 0, 0, 0], GradientCheck.Of(v => Op.Det(v[0]), x)[0]);
    }

    [Fact]
    public void Large_matrices_are_not_differentiated()
    {
        var x = ConstantTensor.Filled(0, ElementType.Float32, [33, 33]);

        var error = Assert.Throws<GraphException>(() => GradientCheck.Of(v => Op.Det(v[0]), x));

        Assert.Contains("takes determinants of 33x33; the gradient is there up to 32x32", error.Message);
    }

    /// <summary>By its first row, which is exact enough for small ones.</summary>
    private static double Determinant(double[] x, int size)
    {
        if (size == 0)
            return 1;
        double sum = 0;
        for (int column = 0; column < size; column++)
        {
            double[] minor = x.Where((_, i) => i >= size && i % size != column).ToArray();
            sum += (column % 2 == 0 ? 1 : -1) * x[column] * Determinant(minor, size - 1);
        }
        return sum;
    }
}
