using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Regularizers;

public class OrthogonalRegularizerTests
{
    private static readonly float[] Kernel = Elements.Wave(12, 0.4);

    [Theory]
    [InlineData("rows")]
    [InlineData("columns")]
    public void It_is_the_mean_cosine_of_pairs(string mode)
    {
        var regularizer = new OrthogonalRegularizer(0.7, mode);
        double[] kernel = Array.ConvertAll(Kernel, w => (double)w);
        double came = FunctionRunner.Run(regularizer.Call, Kernel, 3, 4)[0];
        Assert.InRange(came / Penalty(kernel, mode), 1 - 1e-5, 1 + 1e-5);

        double[] gradient = FunctionRunner.Gradient(regularizer.Call, Kernel, 3, 4);
        for (int i = 0; i < kernel.Length; i++)
        {
            const double step = 1e-6;
            double[] above = [.. kernel];
            double[] below = [.. kernel];
            above[i] += step;
            below[i] -= step;
            double slope = (Penalty(above, mode) - Penalty(below, mode)) / (2 * step);
            Assert.InRange(gradient[i], slope - 1e-5, slope + 1e-5);
        }
    }

    [Fact]
    public void Rows_of_zeros_are_orthogonal_to_all_and_have_finite_slopes()
    {
        float[] kernel = [0, 0, 3, 4, 6, 8];
        // The second and third row are parallel: one pair of three.
        Assert.Equal(0.01 / 3, FunctionRunner.Run(new OrthogonalRegularizer().Call, kernel, 3, 2)[0], 1e-7);
        Assert.All(
            FunctionRunner.Gradient(new OrthogonalRegularizer().Call, kernel, 3, 2),
            g => Assert.True(double.IsFinite(g))
        );
    }

    [Fact]
    public void What_is_no_matrix_of_several_is_refused()
    {
        Refused("(3, 3, 8)", "rows", 3, 3, 8);
        Refused("(1, 5)", "rows", 1, 5);
        Refused("(5, 1)", "columns", 5, 1);
        var open = new SymbolicTensor(new Graph().AddInput("x", ElementType.Float32, new Input(4).Shape));
        Assert.Throws<ArgumentException>(() => new OrthogonalRegularizer().Call(open));
        Assert.Equal(0, new OrthogonalRegularizer(mode: "columns").Call(open).Rank);
        Assert.Contains(
            "'row' came",
            Assert.Throws<ArgumentException>(() => new OrthogonalRegularizer(mode: "row")).Message
        );
    }

    private static void Refused(string came, string mode, params long[] dims)
    {
        var x = new SymbolicTensor(new Graph().AddInput("x", ElementType.Float32, Shape.Of(dims)));
        var error = Assert.Throws<ArgumentException>(() => new OrthogonalRegularizer(mode: mode).Call(x));
        Assert.Contains(came, error.Message);
    }

    // Of a kernel (3, 4), by loops over pairs.
    private static double Penalty(double[] kernel, string mode)
    {
        double[][] vectors =
            mode == "rows"
                ? [.. kernel.Chunk(4)]
                :
                [
                    .. Enumerable
                        .Range(0, 4)
                        .Select(c => Enumerable.Range(0, 3).Select(r => kernel[4 * r + c]).ToArray()),
                ];
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < vectors.Length; i++)
        for (int j = i + 1; j < vectors.Length; j++, pairs++)
            sum += Math.Abs(Dot(vectors[i], vectors[j])) / Length(vectors[i]) / Length(vectors[j]);
        return 0.7 * sum / pairs;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Length(double[] a) => Math.Sqrt(Dot(a, a));
}
