using Kerasharp.Layers;

namespace Kerasharp.Data;

/// <summary>How much each pixel along an axis counts for each pixel of the resized axis.</summary>
/// <remarks>
/// As <c>tf.image.resize</c> without antialias: places are pixels' centres, weights add up to 1. <c>area</c> is the mean of what a pixel covers;
/// <c>gaussian</c> has a standard deviation of a half and reaches 1.5 pixels; <c>mitchellcubic</c> is Mitchell and Netravali's with B = C = 1/3.
/// </remarks>
internal sealed class AxisWeights
{
    private readonly (int First, float[] Weights)[] _rows;

    public AxisWeights(int from, int to, string interpolation)
    {
        (From, To) = (from, to);
        _rows = new (int, float[])[to];
        double[]? matrix = Array.IndexOf(AxisResampling.Interpolations, interpolation) is > 1 or 0
            ? AxisResampling.Matrix(from, to, interpolation, antialias: false)
            : null;
        for (int row = 0; row < to; row++)
            _rows[row] =
                interpolation == "nearest" ? ((int)((2L * row + 1) * from / (2L * to)), [1f])
                : interpolation == "area" ? Area(row)
                : Trim(matrix is null ? Curved(row, interpolation) : matrix.AsSpan(row * from, from));
    }

    /// <summary>Keras's names of the ways.</summary>
    public static string[] Interpolations { get; } =
    ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"];

    /// <summary>The length before.</summary>
    public int From { get; }

    /// <summary>The length after.</summary>
    public int To { get; }

    /// <summary>The first pixel that counts for a place, and the weights of it and those behind.</summary>
    public (int First, float[] Weights) this[int place] => _rows[place];

    private (int First, float[] Weights) Area(int row)
    {
        double start = (double)row * From / To;
        double end = (double)(row + 1) * From / To;
        int first = Math.Min((int)start, From - 1);
        int last = Math.Clamp((int)Math.Ceiling(end) - 1, first, From - 1);
        var weights = new float[last - first + 1];
        for (int i = first; i <= last; i++)
            weights[i - first] = (float)((Math.Min(end, i + 1) - Math.Max(start, i)) / (end - start));
        return (first, weights);
    }

    private double[] Curved(int row, string interpolation)
    {
        var weights = new double[From];
        double at = (row + 0.5) * From / To - 0.5;
        double sum = 0;
        for (int i = 0; i < From; i++)
            sum += weights[i] = interpolation == "gaussian" ? Gaussian(Math.Abs(at - i)) : Mitchell(Math.Abs(at - i));
        for (int i = 0; i < From; i++)
            weights[i] /= sum;
        return weights;
    }

    private static (int First, float[] Weights) Trim(ReadOnlySpan<double> weights)
    {
        int first = 0;
        int end = weights.Length;
        while (first < end - 1 && weights[first] == 0)
            first++;
        while (end > first + 1 && weights[end - 1] == 0)
            end--;
        var some = new float[end - first];
        for (int i = 0; i < some.Length; i++)
            some[i] = (float)weights[first + i];
        return (first, some);
    }

    private static double Gaussian(double x) => x >= 1.5 ? 0 : Math.Exp(-x * x / (2 * 0.5 * 0.5));

    private static double Mitchell(double x) =>
        x < 1 ? ((7 * x / 6 - 2) * x * x) + 8.0 / 9
        : x < 2 ? ((-7 * x / 18 + 2) * x - 10.0 / 3) * x + 16.0 / 9
        : 0;
}
