using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RandomTranslationTests
{
    [Fact]
    public void Shifts_are_uniform_for_each_image_and_direction()
    {
        // Of the middle, no neighbour is outside of the image.
        float[] image = ImageDraws.Image(9, 11, (y, _) => y, (_, x) => x);
        var outputs = ImageDraws.Train(new RandomTranslation((-0.2, 0.4), 0.25), image, 9, 11, 2);
        int middle = (4 * 11 + 5) * 2;
        double[] down = [.. outputs.Select(o => (4 - o[middle]) / 9.0)];
        double[] across = [.. outputs.Select(o => (5 - o[middle + 1]) / 11.0)];
        ImageDraws.AssertUniform(down, -0.2, 0.4);
        ImageDraws.AssertUniform(across, -0.25, 0.25);
        RandomDraws.AssertUncorrelated(Array.ConvertAll(down, d => (float)d), Array.ConvertAll(across, d => (float)d));
    }

    [Fact]
    public void All_of_an_image_is_shifted_by_the_same()
    {
        float[] image = LayerHarness.Normal(6 * 5, 3);
        foreach (
            float[] output in ImageDraws
                .Train(new RandomTranslation(0.5, 0.4, "wrap", "nearest"), image, 6, 5, 1)
                .Take(50)
        )
            Assert.Contains(
                from down in Enumerable.Range(-3, 7)
                from right in Enumerable.Range(-2, 5)
                select ImageDraws.Image(6, 5, (y, x) => image[(y - down + 6) % 6 * 5 + (x - right + 5) % 5]),
                output.SequenceEqual
            );
    }

    [Fact]
    public void Seed_and_step_decide() =>
        ImageDraws.AssertSeeds(seed => new RandomTranslation(0.3, 0.3, seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomTranslation(0.3, 0.3), 4, 3, 2);

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains(
            "heightFactor of 1.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomTranslation(1.5, 0)).Message
        );
        Assert.Contains(
            "'reflect'",
            Assert.Throws<ArgumentException>(() => new RandomTranslation(0.1, 0, fillMode: "mirror")).Message
        );
        Assert.Contains(
            "'bilinear'",
            Assert.Throws<ArgumentException>(() => new RandomTranslation(0.1, 0, interpolation: "bicubic")).Message
        );
        Assert.Contains(
            "a finite number was expected",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => new RandomTranslation(0.1, 0, fillValue: double.NaN))
                .Message
        );
    }

    [Fact]
    public void Heights_and_widths_must_be_known()
    {
        float[] image = new float[12];
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new RandomTranslation(0.1, 0.1), -1, 4, 1).Train(image)
        );
        Assert.Contains("a known height and width were expected to place pixels", error.Message);
    }
}
