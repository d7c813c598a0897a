using Kerasharp.Initializers;
using MathNet.Numerics.LinearAlgebra;

namespace Kerasharp.Tests.Initializers;

public class OrthogonalTests
{
    [Theory]
    [InlineData(1.0, new long[] { 6, 6 })]
    [InlineData(1.0, new long[] { 40, 12 })]
    [InlineData(1.5, new long[] { 12, 40 })]
    [InlineData(-2.0, new long[] { 3, 3, 4, 8 })]
    [InlineData(1.0, new long[] { 1, 1 })]
    [InlineData(1.0, new long[] { 1, 9 })]
    [InlineData(0.5, new long[] { 200, 200 })]
    public void The_shorter_side_is_orthogonal_and_of_length_gain(double gain, long[] shape)
    {
        var matrix = Matrix(new Orthogonal(gain), shape);
        var product =
            matrix.RowCount >= matrix.ColumnCount
                ? matrix.TransposeThisAndMultiply(matrix)
                : matrix.TransposeAndMultiply(matrix);
        var expected = Matrix<double>.Build.DenseIdentity(product.RowCount) * (gain * gain);
        Assert.InRange((product - expected).Enumerate().Max(Math.Abs), 0, 1e-6 * gain * gain);
    }

    // Keras takes the Q of a QR decomposition and turns its columns so that R's diagonal is positive; MathNet's QR does the same here.
    [Fact]
    public void It_is_the_Q_of_a_normal_random_matrix()
    {
        var random = new RandomSource(1);
        var normal = Matrix<double>.Build.Dense(9, 4, Sample.Of(36, random.NextNormal));
        var qr = normal.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        var signs = qr.R.Diagonal().Map(v => (double)Math.Sign(v));
        var expected = qr.Q * Matrix<double>.Build.DenseOfDiagonalVector(signs);
        var actual = Matrix(new Orthogonal(), [9, 4]);
        Assert.InRange((actual - expected).Enumerate().Max(Math.Abs), 0, 1e-6);
    }

    [Fact]
    public void Every_direction_is_as_likely()
    {
        // The mean of many random rotations is 0, and each entry's variance 1 / n.
        var values = Enumerable
            .Range(0, 2000)
            .SelectMany(seed => InitializerTests.Fill(new Orthogonal(seed: seed), [4, 4]))
            .ToArray();
        Sample.AssertMoments(1.0 / 4, values);
        Sample.AssertMoments(1.0 / 4, [.. values.Where((_, i) => i % 16 == 0)]);
    }

    [Fact]
    public void A_vector_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => InitializerTests.Fill("orthogonal", [5]));
        Assert.Contains("(5,)", error.Message);
    }

    [Theory]
    [InlineData("orthogonal")]
    [InlineData("Orthogonal")]
    [InlineData("OrthogonalInitializer")]
    public void Keras_names_make_it(string name) => Assert.IsType<Orthogonal>((Initializer)name);

    private static Matrix<double> Matrix(Initializer initializer, long[] shape)
    {
        var values = InitializerTests.Fill(initializer, shape);
        var columns = (int)shape[^1];
        return Matrix<double>.Build.Dense(values.Length / columns, columns, (r, c) => values[(r * columns) + c]);
    }
}
