using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Passes;

namespace Kerasharp.Onnx.Tests.Kernels.Randomness;

/// <summary>
/// What is drawn from the generator, as a whole: distributions, and independence of sites, steps, seeds and elements. Seeds are fixed,
/// so a test that passes goes on passing.
/// </summary>
public sealed class DistributionTests
{
    private const int Count = 200_000;

    // Of a standard normal number beyond 4.5 there is one in 150 thousand.
    private const double Limit = 4.5;

    public static TheoryData<ElementType, long, long> Streams { get; } =
        new()
        {
            { ElementType.Float32, 1, 0 },
            { ElementType.Float32, -5, 1L << 33 },
            { ElementType.Float64, 1, 0 },
            { ElementType.Float64, 77, 123_456 },
            { ElementType.Float16, 1, 0 },
        };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Normal(ElementType type, long seed, long step)
    {
        double[] z = Sample(g => Op.RandomNormal(g, [Count], type: type), seed, step);

        Assert.InRange(Statistics.Moment(z, 1, 0, 1), -Limit, Limit);
        Assert.InRange(Statistics.Moment(z, 2, 1, 3), -Limit, Limit);
        Assert.InRange(Statistics.Moment(z, 3, 0, 15), -Limit, Limit);
        Assert.InRange(Statistics.Moment(z, 4, 3, 105), -Limit, Limit);
        // Float16 has steps of 1/512 at 1 and above: half a step of density is a distance of some 4e-4, times sqrt(n).
        double rounding = type == ElementType.Float16 ? 4e-4 * Math.Sqrt(Count) : 0;
        Assert.InRange(Statistics.Distance(z, Statistics.NormalCumulative), 0.3, Statistics.DistanceLimit + rounding);
    }

    [Theory]
    [InlineData(5.0, 0.25)]
    [InlineData(-300.0, 40.0)]
    public void Normal_of_a_mean_and_a_scale(double mean, double scale)
    {
        double[] x = Sample(g => Op.RandomNormal(g, [Count], mean, scale), 3, 4);

        Assert.InRange(
            Statistics.Distance(x, v => Statistics.NormalCumulative((v - mean) / scale)),
            0.3,
            Statistics.DistanceLimit
        );
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Uniform(ElementType type, long seed, long step)
    {
        double[] u = Sample(g => Op.RandomUniform(g, [Count], type: type), seed, step);

        Assert.All(u, x => Assert.InRange(x, 0, 1));
        Assert.DoesNotContain(1, u);
        // Float16 rounds down to multiples of 2^-11.
        double step16 = type == ElementType.Float16 ? 1.0 / 2048 : 0;
        Assert.InRange(Statistics.Moment([.. u.Select(x => x + step16 / 2)], 1, 0.5, 1.0 / 3), -Limit, Limit);
        Assert.InRange(
            Statistics.Distance(u, x => x + step16 / 2),
            0.3,
            Statistics.DistanceLimit + step16 / 2 * Math.Sqrt(Count)
        );
    }

    [Fact]
    public void Uniform_between_bounds()
    {
        double[] u = Sample(g => Op.RandomUniform(g, [Count], -7, 12), 3, 4);

        Assert.InRange(Statistics.Distance(u, x => (x + 7) / 19), 0.3, Statistics.DistanceLimit);
    }

    [Fact]
    public void The_last_digits_of_float64_are_uniform_too()
    {
        double[] u = Sample(g => Op.RandomUniform(g, [Count], type: ElementType.Float64), 9, 2);

        double[] digits = Array.ConvertAll(u, x => x * (1 << 24) - Math.Floor(x * (1 << 24)));
        Assert.InRange(Statistics.Distance(digits, x => x), 0.3, Statistics.DistanceLimit);
        Assert.InRange(Statistics.Correlation(u, digits), -Limit, Limit);
    }

    [Fact]
    public void Bernoulli()
    {
        float[] p = [0, 0.001f, 0.1f, 0.25f, 0.5f, 0.75f, 0.9f, 0.999f, 1];
        double[] drawn = Sample(
            g =>
                Op.Bernoulli(
                    Op.Expand(g.Constant(ConstantTensor.Of<float>(p, p.Length, 1)), Shape.Of(p.Length, Count))
                ),
            12,
            1
        );

        for (int i = 0; i < p.Length; i++)
        {
            double[] row = drawn[(i * Count)..((i + 1) * Count)];
            double[] counts = Statistics.Counts(row, 2);
            if (p[i] is 0 or 1)
                Assert.Equal(Count, counts[(int)p[i]]);
            else
                Assert.InRange(Statistics.Moment(row, 1, p[i], p[i]), -Limit, Limit);
        }
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float16)]
    public void Multinomial(ElementType type)
    {
        // Weights from 1 to 40 of 820 in all; the logarithms need not be normalised.
        double[] chances = Enumerable.Range(1, 40).Select(i => i / 820.0).ToArray();
        var logits = chances.Select(p => (float)Math.Log(p) + 3).ToArray();
        double[] drawn = Sample(
            g => Op.Multinomial(Op.Cast(g.Constant(ConstantTensor.Of<float>(logits, 1, 40)), type), Count),
            5,
            6
        );
        if (type == ElementType.Float16)
            chances = Normalised(logits.Select(x => Math.Exp((double)(Half)x)));

        Assert.InRange(Statistics.ChiSquare(Statistics.Counts(drawn, 40), chances), -Limit, Limit);
    }

    [Fact]
    public void The_rows_of_a_Multinomial_are_independent()
    {
        double[] drawn = Sample(
            g => Op.Multinomial(g.Constant(ConstantTensor.Filled(0, ElementType.Float32, [2, 6])), Count),
            5,
            6
        );

        var pairs = drawn[..Count].Zip(drawn[Count..], (a, b) => a * 6 + b);
        double[] chances = new double[36];
        Array.Fill(chances, 1.0 / 36);
        Assert.InRange(Statistics.ChiSquare(Statistics.Counts(pairs, 36), chances), -Limit, Limit);
    }

    [Fact]
    public void Dropout()
    {
        double[] y = Sample(
            g =>
                Op.Dropout(
                    Op.Expand(g.Scalar(1, ElementType.Float32), Shape.Of(Count)),
                    g.Scalar(0.3, ElementType.Float32),
                    g.Scalar(1, ElementType.Bool)
                )[0],
            8,
            8
        );

        Assert.Equal([0.0, 1 / 0.7], y.Distinct().Order(), (a, b) => Math.Abs(a - b) < 1e-6);
        // The mean stays: E y = 1, E y² = 1 / 0.7.
        Assert.InRange(Statistics.Moment(y, 1, 1, 1 / 0.7), -Limit, Limit);
    }

    [Fact]
    public void Sites_steps_seeds_and_elements_are_independent()
    {
        using var draws = new Draws(g => [Op.RandomNormal(g, [Count]), Op.RandomNormal(g, [Count])]);
        var streams = new List<double[]>();
        foreach (
            var (seed, step) in new (long, long)[] { (1, 0), (1, 1), (1, 2), (1, 1L << 32), (2, 0), (1L << 32, 0) }
        )
            streams.AddRange(draws.At(seed, step).Select(t => t.ToDoubles()));
        // Neighbours within one stream, and places that belong to one block of the generator.
        foreach (int shift in new[] { 1, 2, 16, 32, 64 })
            streams.Add([.. streams[0].Skip(shift), .. streams[0].Take(shift)]);

        for (int i = 0; i < streams.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(Statistics.Correlation(streams[i], streams[j]), -Limit, Limit);
                // Sizes as well as signs.
                Assert.InRange(Statistics.Correlation(Squares(streams[i]), Squares(streams[j])), -Limit, Limit);
            }
        }

        static double[] Squares(double[] x) => Array.ConvertAll(x, v => v * v);
    }

    [Fact]
    public void Means_of_many_steps_are_distributed_as_such_means_are()
    {
        using var draws = new Draws(g => [Op.ReduceMean(Op.RandomNormal(g, [1000]))]);

        double[] means = Enumerable
            .Range(0, 2000)
            .Select(step => draws.At(7, step)[0].ToDoubles()[0] * Math.Sqrt(1000))
            .ToArray();

        Assert.InRange(Statistics.Distance(means, Statistics.NormalCumulative), 0.3, Statistics.DistanceLimit);
        Assert.InRange(Statistics.Correlation(means[1..], means[..^1]), -Limit, Limit);
    }

    [Fact]
    public void The_tests_find_what_is_wrong()
    {
        double[] z = Sample(g => Op.RandomNormal(g, [Count]), 1, 0);

        Assert.Equal(0.97500210485178, Statistics.NormalCumulative(1.96), 1e-12);
        Assert.Equal(3.1671241833119924e-5, Statistics.NormalCumulative(-4), 1e-16);
        Assert.True(
            Statistics.Distance([.. z.Select(x => x * 1.03)], Statistics.NormalCumulative) > Statistics.DistanceLimit
        );
        Assert.True(
            Statistics.Distance([.. z.Select(x => x + 0.02)], Statistics.NormalCumulative) > Statistics.DistanceLimit
        );
        Assert.True(Statistics.Correlation(z, [.. z.Zip(z.Reverse(), (a, b) => a * 0.02 + b)]) > Limit);
        Assert.True(Statistics.ChiSquare([1000, 1000, 1300], [1 / 3.0, 1 / 3.0, 1 / 3.0]) > Limit);
    }

    private static double[] Sample(Func<Graph, Value> build, long seed, long step) =>
        Draws.Of(build, seed, step).ToDoubles();

    private static double[] Normalised(IEnumerable<double> weights)
    {
        double[] all = [.. weights];
        return Array.ConvertAll(all, w => w / all.Sum());
    }
}
