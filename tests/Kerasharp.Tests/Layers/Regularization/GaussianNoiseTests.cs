using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class GaussianNoiseTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void It_adds_normal_numbers_and_hands_gradients_on(double stddev)
    {
        var run = new LayerHarness(new GaussianNoise(stddev), 100).Train(RandomDraws.Ones);
        RandomDraws.AssertMoments(run.Output, 1, stddev * stddev);
        Assert.Equal(run.Weighting, run.InputGradient);
    }

    [Fact]
    public void Its_numbers_are_distributed_normally()
    {
        float[] draws = new LayerHarness(new GaussianNoise(1), 100).Train(new float[40_000]).Output;
        // The parts below so many standard deviations.
        foreach (
            var (bound, part) in ((double, double)[])
                [(-3, 0.0013499), (-2, 0.0227501), (-1, 0.1586553), (0, 0.5), (0.5, 0.6914625), (2, 0.9772499)]
        )
        {
            double deviation = Math.Sqrt(part * (1 - part) / draws.Length);
            double found = draws.Count(d => d < bound) / (double)draws.Length;
            Assert.InRange(found, part - 5 * deviation, part + 5 * deviation);
        }
        Assert.All(draws, d => Assert.InRange(d, -5.8, 5.8));
        // Neighbours are independent, though each is made of two draws.
        RandomDraws.AssertUncorrelated(draws[..^1], draws[1..]);
    }

    [Fact]
    public void Seed_and_step_decide() => RandomDraws.AssertSeeds(seed => new GaussianNoise(0.5, seed));

    [Fact]
    public void Called_twice_it_draws_anew()
    {
        RandomDraws.AssertDrawsAnew(new GaussianNoise(0.5));
        RandomDraws.AssertDrawsAnew(new GaussianNoise(0.5, seed: 4));
    }

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new GaussianNoise(0.5, seed: 1), 3);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Other_deviations_are_refused(double stddev) =>
        Assert.Contains(
            "0 to 1 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(stddev)).Message
        );
}
