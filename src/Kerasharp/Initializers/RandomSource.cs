using System.Numerics;

namespace Kerasharp.Initializers;

/// <summary>
/// A stream of random numbers that is the same for the same seed in every process: Blackman and Vigna's xoshiro256**,
/// its state filled by SplitMix64. Not for secrets, and not for use by several threads at once.
/// </summary>
public sealed class RandomSource
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double spareNormal = double.NaN;

    /// <summary>A stream of its own for each pair of seed and stream number.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Any number: streams of one seed are independent of each other.</param>
    public RandomSource(ulong seed, ulong stream = 0)
    {
        // The stream number is mixed before it meets the seed, lest (seed, stream + 1) be (seed + 1, stream).
        var state = stream == 0 ? seed : seed ^ Mix(stream * GoldenGamma);
        s0 = Mix(state += GoldenGamma);
        s1 = Mix(state += GoldenGamma);
        s2 = Mix(state += GoldenGamma);
        s3 = Mix(state + GoldenGamma);
    }

    /// <summary>A stream that starts from a given state, not all zero.</summary>
    internal RandomSource(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>The next number, evenly distributed from 0 (included) to 1 (excluded), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number of the standard normal distribution (mean 0, standard deviation 1), by Box and Muller's method.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            var spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }
        // 1 - u lies above 0, where the logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var (sin, cos) = Math.SinCos(2 * Math.PI * NextDouble());
        spareNormal = radius * sin;
        return radius * cos;
    }

    /// <summary>The next number of the standard normal distribution without what lies further than 2 from its mean.</summary>
    public double NextTruncatedNormal()
    {
        while (true)
        {
            // One draw in 22 lies outside.
            var value = NextNormal();
            if (Math.Abs(value) <= 2)
                return value;
        }
    }

    /// <summary>SplitMix64's output function: a bijection whose every output bit depends on every input bit.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
