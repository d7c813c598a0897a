using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DirectProductsTests
{
    internal static GradientCases Cases { get; } = new() { { "our product", Product } };

    [Theory]
    [InlineData(64, 64, 64, true)]
    [InlineData(63, 64, 64, false)]
    [InlineData(64, 63, 64, false)]
    // As wide as in mlp-wide, but thin: ONNX Runtime writes its result faster.
    [InlineData(4096, 4096, 32, false)]
    public void Fits_where_there_is_enough_to_do(int rows, int columns, int inner, bool fits)
    {
        var graph = new Graph();
        var a = graph.AddInput("a", ElementType.Float32, [inner, rows]);
        var b = graph.AddInput("b", ElementType.Float32, [inner, columns]);

        Assert.Equal(fits, DirectProducts.Fits(Op.Gemm(a, b, transA: true).Producer!));
    }

    [Fact]
    public void Leaves_other_forms_alone()
    {
        var graph = new Graph();
        var a = graph.AddInput("a", ElementType.Float32, [64, 64]);
        var open = graph.AddInput("n", ElementType.Float32, new Shape(Dim.Batch, 64));

        Assert.All(
            [
                Op.Gemm(a, a, alpha: 2),
                Op.Gemm(a, a, c: a),
                Op.Gemm(a, graph.Constant(ConstantTensor.Of<float>(new float[64 * 64], [64, 64]))),
                Op.Gemm(open, a),
                Op.MatMul(a, a),
            ],
            v => Assert.False(DirectProducts.Fits(v.Producer!))
        );
    }

    private static GradientCase Product(Draw d)
    {
        var (rows, columns, inner) = (d.Int(1, 4), d.Int(1, 4), d.Int(1, 4));
        var (ta, tb, relu, biased) = (d.Chance(), d.Chance(), d.Chance(), d.Chance());
        var inputs = new List<ConstantTensor>
        {
            ta ? d.Normal(inner, rows) : d.Normal(rows, inner),
            tb ? d.Normal(columns, inner) : d.Normal(inner, columns),
        };
        // Far from 0, where a Relu has a kink.
        if (biased)
            inputs.Add(d.Uniform(20, 30, columns));
        relu &= biased;
        var attributes = new Attributes
        {
            { "transA", ta ? 1 : 0 },
            { "transB", tb ? 1 : 0 },
            { "relu", relu ? 1 : 0 },
        };
        return new GradientCase(
            v => v[0].Graph.Add(OperatorTable.KernelDomain, "Product", [.. v], attributes.Clone()).Output,
            [.. inputs]
        )
        {
            Reference = v => Reference(v, rows, columns, inner, ta, tb, relu),
        };
    }

    /// <summary>The product in float64 loops.</summary>
    internal static double[] Reference(
        double[][] v,
        int rows,
        int columns,
        int inner,
        bool transA,
        bool transB,
        bool relu
    )
    {
        var product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
        {
            double sum = v.Length > 2 ? v[2][j] : 0;
            for (int k = 0; k < inner; k++)
                sum += v[0][transA ? k * rows + i : i * inner + k] * v[1][transB ? j * inner + k : k * columns + j];
            product[i * columns + j] = relu ? Math.Max(0, sum) : sum;
        }
        return product;
    }
}
