using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>Normalisation in plain float64 loops, from ONNX's formulas.</summary>
internal static class NormalizationReference
{
    /// <summary>
    /// Elements that have the same key belong together: each becomes its difference from their mean, divided by what is made of their
    /// variance, which is the mean of squared differences.
    /// </summary>
    public static double[] Normalise(double[] x, long[] dims, Func<long[], object> key, Func<double, double> divisor)
    {
        var y = new double[x.Length];
        foreach (var group in Enumerable.Range(0, x.Length).GroupBy(place => key(Index(place, dims))))
        {
            double mean = group.Average(place => x[place]);
            double variance = group.Average(place => Math.Pow(x[place] - mean, 2));
            foreach (int place in group)
                y[place] = (x[place] - mean) / divisor(variance);
        }
        return y;
    }

    /// <summary>Each element times a number, plus another; which of them, its index tells.</summary>
    public static double[] Scale(double[] y, long[] dims, double[] scale, double[] bias, Func<long[], long> which) =>
        [.. y.Select((element, place) => element * scale[which(Index(place, dims))] + bias[which(Index(place, dims))])];

    /// <summary>The index along each axis of a place in C order.</summary>
    public static long[] Index(long place, long[] dims)
    {
        var index = new long[dims.Length];
        for (int i = dims.Length - 1; i >= 0; i--)
            (place, index[i]) = (place / dims[i], place % dims[i]);
        return index;
    }

    /// <summary>Numbers far from zero that hardly differ, in float32, of which sums of squares keep nothing.</summary>
    public static ConstantTensor FarOff(params long[] dims)
    {
        var draw = new Gradients.Draw(5);
        float[] elements = Array.ConvertAll(draw.Normal(dims).ToDoubles(), e => (float)(1000 + 0.01 * e));
        return ConstantTensor.Of<float>(elements, dims);
    }

    /// <summary>How far numbers are from others, in norm, as a part of these.</summary>
    public static double Error(double[] came, double[] expected) =>
        Math.Sqrt(came.Zip(expected, (c, e) => Math.Pow(c - e, 2)).Sum() / expected.Sum(e => e * e));
}
