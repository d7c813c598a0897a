using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RandomZoomTests
{
    private static readonly float[] Ramps = ImageDraws.Image(9, 11, (y, _) => y - 4, (_, x) => x - 5);

    // The pixel (5, 7), at (1, 2) from the middle.
    private const int Pixel = (5 * 11 + 7) * 2;

    [Fact]
    public void Degrees_are_uniform_for_each_image_and_direction()
    {
        var outputs = ImageDraws.Train(new RandomZoom((-0.2, 0.4), 0.25), Ramps, 9, 11, 2);
        double[] tall = [.. outputs.Select(o => o[Pixel] - 1.0)];
        double[] wide = [.. outputs.Select(o => o[Pixel + 1] / 2.0 - 1)];
        ImageDraws.AssertUniform(tall, -0.2, 0.4);
        ImageDraws.AssertUniform(wide, -0.25, 0.25);
        RandomDraws.AssertUncorrelated(Array.ConvertAll(tall, d => (float)d), Array.ConvertAll(wide, d => (float)d));
    }

    [Fact]
    public void Without_a_factor_for_the_width_proportions_stay()
    {
        var outputs = ImageDraws.Train(new RandomZoom(0.3), Ramps, 9, 11, 2);
        ImageDraws.AssertUniform([.. outputs.Select(o => o[Pixel] - 1.0)], -0.3, 0.3);
        Assert.All(outputs, o => Assert.Equal(o[Pixel] * 2, o[Pixel + 1], 1e-5f));
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomZoom(0.3, seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomZoom(0.3), 4, 3, 2);

    [Fact]
    public void Other_factors_are_refused() =>
        Assert.Contains(
            "widthFactor of (-2, 0) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(0.1, (-2, 0))).Message
        );
}
