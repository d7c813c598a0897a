using System.Globalization;
using System.Numerics.Tensors;

namespace Kerasharp.Tests;

/// <summary>Elements of tensors, made and compared.</summary>
internal static class Elements
{
    /// <summary>A tensor of the elements, the last axis running fastest.</summary>
    public static Tensor<float> ToTensor(this float[] elements, params ReadOnlySpan<nint> shape) => Tensor.Create(elements, shape);

    /// <summary>The elements, the last axis running fastest.</summary>
    public static float[] ToFlat(this Tensor<float> tensor)
    {
        var elements = new float[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }

    /// <summary>All weights' elements.</summary>
    public static float[][] Snapshot(this Model model) => [.. model.GetWeights().Select(ToFlat)];

    /// <summary>Repeatable numbers from -1 to 1 that look like nothing in particular.</summary>
    public static float[] Wave(int count, double phase = 0) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(phase + 1.7 * i + 0.3 * i * i % 5))];

    /// <summary>Such numbers as rows.</summary>
    public static float[,] Rows(int rows, int columns, double phase = 0)
    {
        var numbers = new float[rows, columns];
        float[] wave = Wave(rows * columns, phase);
        Buffer.BlockCopy(wave, 0, numbers, 0, 4 * wave.Length);
        return numbers;
    }

    /// <summary>Such numbers as a tensor.</summary>
    public static Tensor<float> Tensor4(int n, int h, int w, int c, double phase = 0) =>
        Wave(n * h * w * c, phase).ToTensor(n, h, w, c);

    /// <summary>The norm of the difference over the norm of what was expected.</summary>
    public static double Distance(IEnumerable<double> expected, IEnumerable<float> actual)
    {
        double[] e = [.. expected];
        float[] a = [.. actual];
        Assert.Equal(e.Length, a.Length);
        double difference = Math.Sqrt(e.Zip(a, (x, y) => (x - y) * (x - y)).Sum());
        return difference / Math.Sqrt(e.Sum(x => x * x));
    }

    /// <summary>Holds numbers against expected ones by <see cref="Distance"/>.</summary>
    public static void AssertClose(IEnumerable<double> expected, IEnumerable<float> actual, double tolerance, string what)
    {
        double distance = Distance(expected, actual);
        Assert.True(distance <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{what}: the distance is {distance}"));
    }

    /// <summary>Holds numbers against expected ones by <see cref="Distance"/>.</summary>
    public static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual, double tolerance, string what) =>
        AssertClose(expected.Select(e => (double)e), actual, tolerance, what);
}
