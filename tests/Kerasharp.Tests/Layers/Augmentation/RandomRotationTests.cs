using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RandomRotationTests
{
    [Fact]
    public void Angles_are_uniform_for_each_image()
    {
        float[] image = ImageDraws.Image(7, 9, (y, _) => y - 3, (_, x) => x - 4);
        var outputs = ImageDraws.Train(new RandomRotation((-0.1, 0.3)), image, 7, 9, 2);
        // Two to the right of the middle.
        int pixel = (3 * 9 + 6) * 2;
        Assert.All(outputs, o => Assert.Equal(2, Math.Sqrt(o[pixel] * o[pixel] + o[pixel + 1] * o[pixel + 1]), 1e-4));
        ImageDraws.AssertUniform(
            [.. outputs.Select(o => Math.Atan2(o[pixel], o[pixel + 1]) / (2 * Math.PI))],
            -0.1,
            0.3
        );
    }

    [Fact]
    public void Positive_angles_turn_counter_clockwise()
    {
        // A quarter: what was right of the middle is above it.
        float[] image = ImageDraws.Image(3, 3, (y, x) => (y, x) == (1, 2) ? 1 : 0);
        float[] output = ImageDraws.Train(new RandomRotation((0.25, 0.25)), image, 3, 3, 1)[7];
        LayerHarness.AssertClose([0, 1, 0, 0, 0, 0, 0, 0, 0], output, "a quarter");
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomRotation(0.3, seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomRotation(0.3), 4, 3, 2);

    [Fact]
    public void Other_factors_are_refused() =>
        Assert.Contains(
            "factor of -1.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(-1.5)).Message
        );
}
