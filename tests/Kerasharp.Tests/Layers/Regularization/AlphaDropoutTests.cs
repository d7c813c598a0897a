using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class AlphaDropoutTests
{
    private const double Limit = -1.7580993408473766;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Mean_and_variance_stay_and_gradients_go_where_the_output_came_from(double rate)
    {
        float[] x = LayerHarness.Normal(40_000, seed: 9);
        var run = new LayerHarness(new AlphaDropout(rate), 100).Train(x);
        RandomDraws.AssertMoments(run.Output, 0, 1);

        double a = 1 / Math.Sqrt((1 - rate) * (1 + rate * Limit * Limit));
        double b = -a * Limit * rate;
        bool[] dropped = Array.ConvertAll(run.Output, y => Math.Abs(y - (a * Limit + b)) < 1e-6);
        double bound = 5 * Math.Sqrt(rate * (1 - rate) / x.Length);
        Assert.InRange(dropped.Count(d => d) / (double)x.Length, rate - bound, rate + bound);
        for (int i = 0; i < x.Length; i++)
        {
            if (!dropped[i])
                Assert.Equal(a * x[i] + b, run.Output[i], 1e-5);
            Assert.Equal(dropped[i] ? 0 : a * run.Weighting[i], run.InputGradient[i], 1e-5);
        }
    }

    [Fact]
    public void A_noise_shape_shares_decisions_along_its_ones()
    {
        var harness = new LayerHarness(new AlphaDropout(0.5, noiseShape: [null, 1, 4]), 5, 4);
        float[] y = harness.Train(RandomDraws.Ones[..400]).Output;
        for (int b = 0; b < 20; b++)
        for (int i = 0; i < 20; i++)
            Assert.Equal(y[b * 20 + i % 4], y[b * 20 + i]);
        Assert.Contains(Enumerable.Range(0, 20), b => y[b * 20] != y[b * 20 + 1]);
    }

    [Fact]
    public void Seed_and_step_decide() => RandomDraws.AssertSeeds(seed => new AlphaDropout(0.5, seed: seed));

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new AlphaDropout(0.5, seed: 1), 3);

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(1)).Message);
        Assert.Throws<LayerException>(() => new LayerHarness(new AlphaDropout(0.5, [null]), 4));
    }
}
