using System.Globalization;

namespace Kerasharp.Initializers;

/// <summary>Filling with numbers of a distribution, and the checks of its parameters.</summary>
internal static class Distributions
{
    internal static void Uniform(Span<float> values, double low, double high, RandomSource random)
    {
        foreach (ref var value in values)
            value = (float)(low + ((high - low) * random.NextDouble()));
    }

    internal static void Normal(Span<float> values, double mean, double deviation, RandomSource random)
    {
        foreach (ref var value in values)
            value = (float)(mean + (deviation * random.NextNormal()));
    }

    internal static void TruncatedNormal(Span<float> values, double mean, double deviation, RandomSource random)
    {
        foreach (ref var value in values)
            value = (float)(mean + (deviation * random.NextTruncatedNormal()));
    }

    internal static double CheckDeviation(double deviation) =>
        deviation >= 0 && double.IsFinite(deviation)
            ? deviation
            : throw new ArgumentOutOfRangeException(
                "stddev",
                $"The standard deviation {deviation.ToString(CultureInfo.InvariantCulture)} came; a finite number of 0 or more was expected. "
                    + "Give a spread, such as 0.05."
            );
}
