using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class RandomErasingTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new RandomErasing(), LayerInput.Normal(3, 4, 5, 2)),
            new(
                () => new RandomErasing((0.5, 0.75), (0.1, 0.2), new[] { 0.25, 0.5 }, (0, 1), 3, "channels_first"),
                LayerInput.Normal(3, 2, 4, 5)
            ),
            new(() => new RandomErasing(fillValue: 7), LayerInput.Normal(3, 4, 5, 2)),
        ];

    [Fact]
    public void Boxes_of_random_sizes_at_random_places_are_filled()
    {
        const int height = 20;
        const int width = 30;
        float[] image = ImageDraws.Image(height, width, (_, _) => 1, (_, _) => 2);
        var layer = new RandomErasing((0.7, 0.7), (0.04, 0.25), new[] { 5.0, 300 });
        var outputs = ImageDraws.Train(layer, image, height, width, 2);
        bool[] chosen = [.. outputs.Select(o => !o.SequenceEqual(image))];
        ImageDraws.AssertPart(chosen, 0.7);
        foreach (float[] output in outputs.Where((_, i) => chosen[i]))
        {
            int[] erased = [.. Enumerable.Range(0, height * width).Where(i => output[2 * i] == 5)];
            // 300 is outside of the range.
            Assert.Equal(erased, Enumerable.Range(0, height * width).Where(i => output[2 * i + 1] == 255));
            var (top, bottom) = (erased.Min(i => i / width), erased.Max(i => i / width));
            var (left, right) = (erased.Min(i => i % width), erased.Max(i => i % width));
            Assert.Equal(erased.Length, (bottom - top + 1) * (right - left + 1));
            // 0.2 to 0.5 of the sides.
            Assert.InRange(bottom - top + 1, 4, 10);
            Assert.InRange(right - left + 1, 6, 15);
        }
    }

    [Fact]
    public void Without_a_fill_value_there_is_noise_within_the_range()
    {
        float[] image = [.. Enumerable.Repeat(-5f, 60)];
        var layer = new RandomErasing((1, 1), (1, 1), valueRange: (0, 2));
        float[] noise = [.. ImageDraws.Train(layer, image, 5, 6, 2).SelectMany(o => o)];
        Assert.All(noise, n => Assert.InRange(n, 0, 2));
        bool[] Part(float bound) => [.. noise.Select(n => n <= bound)];
        ImageDraws.AssertPart(Part(0), 0.5);
        // Half a standard deviation.
        ImageDraws.AssertPart(Part(1), 0.6914625);
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomErasing(seed: seed), 5, 4, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomErasing(), 4, 3, 2);

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains(
            "scale of (0.1, 2) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(scale: (0.1, 2))).Message
        );
        Assert.Contains(
            "3 channels were expected",
            Assert
                .Throws<LayerException>(() =>
                    new LayerHarness(new RandomErasing(fillValue: new[] { 1.0, 2, 3 }), 2, 3, 2).Train(new float[12])
                )
                .Message
        );
    }
}
