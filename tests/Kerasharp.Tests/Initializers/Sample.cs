using MathNet.Numerics;

namespace Kerasharp.Tests.Initializers;

/// <summary>Samples of random numbers held against distributions in closed form.</summary>
internal static class Sample
{
    public static double[] Of(int count, Func<double> draw)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
            numbers[i] = draw();
        return numbers;
    }

    /// <summary>The standard normal distribution function.</summary>
    public static double Normal(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>The same of the standard normal distribution cut at -2 and 2.</summary>
    public static double TruncatedNormal(double x) =>
        Math.Clamp((Normal(x) - Normal(-2)) / (Normal(2) - Normal(-2)), 0, 1);

    /// <summary>Kolmogorov's test: the sample's distribution function stays near the given one (missed by chance once in a thousand).</summary>
    public static void AssertFollows(Func<double, double> distribution, IEnumerable<double> sample)
    {
        var sorted = sample.Order().ToArray();
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = distribution(sorted[i]);
            distance = Math.Max(
                distance,
                Math.Max(expected - ((double)i / sorted.Length), ((double)(i + 1) / sorted.Length) - expected)
            );
        }
        Assert.InRange(distance * Math.Sqrt(sorted.Length), 0, 1.95);
    }

    /// <summary>The mean within 5 standard errors of 0, the variance within 5 of the given one.</summary>
    public static void AssertMoments(double variance, ReadOnlySpan<float> values)
    {
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        foreach (double value in values)
        {
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
        }
        var n = values.Length;
        Assert.InRange(sum / n, -5 * Math.Sqrt(variance / n), 5 * Math.Sqrt(variance / n));
        var error = Math.Sqrt(((fourth / n) - (variance * variance)) / n);
        Assert.InRange(squares / n, variance - (5 * error), variance + (5 * error));
    }
}
