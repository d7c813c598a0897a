using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class GaussianDropoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.75)]
    public void It_multiplies_by_numbers_of_Dropouts_variance(double rate)
    {
        var run = new LayerHarness(new GaussianDropout(rate), 100).Train(RandomDraws.Ones);
        RandomDraws.AssertMoments(run.Output, 1, rate / (1 - rate));
        LayerHarness.AssertClose(
            [.. run.Output.Zip(run.Weighting, (y, w) => (double)y * w)],
            run.InputGradient,
            "the gradient",
            1e-6
        );
    }

    [Fact]
    public void Seed_and_step_decide() => RandomDraws.AssertSeeds(seed => new GaussianDropout(0.5, seed));

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new GaussianDropout(0.5, seed: 1), 3, 2);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void Other_rates_are_refused(double rate) =>
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(rate)).Message);
}
