using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>What layers that change colours draw: from the ranges that were given, for each image, by the seed.</summary>
public class ColorDrawsTests
{
    private const int Images = 4000;

    // The fourth moment of a uniform distribution over its squared variance.
    private const double Flatness = 9.0 / 5;

    [Fact]
    public void A_number_for_each_image_is_uniform_in_its_range()
    {
        float[] light = Train(new RandomBrightness((-0.2, 0.4)), Repeat(100, 100, 100, 100), 2, 2, 1);
        float[] drawn = [.. light.Chunk(4).Select(i => (i[0] - 100) / 255)];
        Assert.All(light.Chunk(4), i => Assert.Single(i.Distinct()));
        Assert.All(drawn, d => Assert.InRange(d, -0.2001, 0.4001));
        RandomDraws.AssertMoments(drawn, 0.1, 0.6 * 0.6 / 12, Flatness);
        RandomDraws.AssertUncorrelated(drawn[..^1], drawn[1..]);
    }

    [Fact]
    public void Contrast_lies_below_and_above_1_and_keeps_the_mean()
    {
        float[] images = Train(new RandomContrast((0.3, 0.5)), Repeat(80, 120), 1, 2, 1);
        Assert.All(images.Chunk(2), i => Assert.Equal(200, i[0] + i[1], 1e-3));
        float[] drawn = [.. images.Chunk(2).Select(i => (i[1] - i[0]) / 40)];
        Assert.All(drawn, d => Assert.InRange(d, 0.6999, 1.5001));
        RandomDraws.AssertMoments(drawn, 1.1, 0.8 * 0.8 / 12, Flatness);
        // As in Keras a number raises contrast alone.
        Assert.Equal(new Interval(0, 0.3), new RandomContrast(0.3).Factor);
    }

    [Theory]
    [InlineData(0.2, 0.2, 0.2)]
    [InlineData(0, 1, 0.5)]
    [InlineData(0.5, 1, 0.75)]
    public void The_probability_to_be_inverted_is_drawn_itself(double lower, double upper, double part)
    {
        float[] images = Train(new RandomInvert((lower, upper), valueRange: (0, 1)), Repeat(1), 1, 1, 1);
        RandomDraws.AssertMoments(images, 1 - part, part * (1 - part), Moment(part));
    }

    [Fact]
    public void A_part_of_the_images_loses_its_color()
    {
        float[] images = Train(new RandomGrayscale(0.3), Repeat(1000, 0, 0), 1, 1, 3);
        float[] changed = [.. images.Chunk(3).Select(i => i[1] > 0 ? 1f : 0)];
        RandomDraws.AssertMoments(changed, 0.3, 0.21, Moment(0.3));
        Assert.All(images.Chunk(3), i => Assert.Equal(i[1] > 0 ? 298.9 : 1000, i[0], 1e-2));
    }

    [Fact]
    public void Hues_turn_in_both_directions()
    {
        // A third of the circle: red becomes green or blue.
        float[] images = Train(new RandomHue((2.0 / 3, 2.0 / 3)), Repeat(255, 0, 0), 1, 1, 3);
        Assert.All(images.Chunk(3), i => Assert.Equal(255, i[1] + i[2], 1e-2));
        Assert.All(images, p => Assert.True(Math.Abs(p) < 1e-2 || Math.Abs(p - 255) < 1e-2));
        RandomDraws.AssertMoments([.. images.Chunk(3).Select(i => i[1] > 100 ? 1f : 0)], 0.5, 0.25, 1);
    }

    [Fact]
    public void Numbers_of_bits_are_drawn_below_the_upper_bound()
    {
        var white = new float[Images, 1, 1, 1];
        for (int i = 0; i < Images; i++)
            white[i, 0, 0, 0] = 255;
        float[] images = new RandomPosterization((2, 5)).Apply(white, training: true).ToArray();
        foreach (float level in (float[])[192, 224, 240])
            RandomDraws.AssertMoments(
                [.. images.Select(p => Math.Abs(p - level) < 0.01 ? 1f : 0)],
                1.0 / 3,
                2.0 / 9,
                Moment(1.0 / 3)
            );
    }

    [Fact]
    public void Thresholds_and_additions_are_parts_of_255()
    {
        float[] inverted = Train(new Solarization(thresholdFactor: 1), Repeat(100), 1, 1, 1);
        Assert.All(inverted, p => Assert.Contains(p, (float[])[100, 155]));
        double part = 1 - 100.0 / 255;
        RandomDraws.AssertMoments([.. inverted.Select(p => p == 100 ? 1f : 0)], part, part * (1 - part), Moment(part));

        // Whatever the threshold is, distances to the middle are those of what was added to.
        float[] added = Train(new Solarization(0.4, 1), Repeat(127.5f), 1, 1, 1);
        float[] drawn = [.. added.Select(p => Math.Abs(p - 127.5f))];
        RandomDraws.AssertMoments(drawn, 0.2 * 255, 102.0 * 102 / 12, Flatness);
    }

    [Fact]
    public void Images_of_a_step_are_blurred_alike()
    {
        var harness = new LayerHarness(new RandomGaussianBlur((1, 1), sigma: (0.3, 1)), 3, 3, 1);
        float[] points = Repeat(0, 0, 0, 0, 100, 0, 0, 0, 0)[..(9 * 5)];
        var middles = Enumerable.Range(0, 8).Select(n => harness.Train(points, number: n).Output).ToArray();
        Assert.All(middles, m => Assert.Single(m.Chunk(9).Select(i => i[4]).Distinct()));
        Assert.True(middles.Select(m => m[4]).Distinct().Count() > 5);
        // From 1 / (1 + 2 exp(-1/2))², the flattest window, to nearly the point itself.
        Assert.All(middles, m => Assert.InRange(m[4], 20.4, 98.5));
    }

    [Fact]
    public void Seed_and_step_decide()
    {
        float[] x = Repeat(100);
        Layer Make(int? seed) => new RandomBrightness(0.3, seed: seed);
        var free = new LayerHarness(Make(null), 1, 1, 1);
        float[] first = free.Train(x, seed: 3, number: 8).Output;
        Assert.Equal(first, free.Train(x, seed: 3, number: 8).Output);
        RandomDraws.AssertUncorrelated(first, free.Train(x, seed: 3, number: 9).Output);
        RandomDraws.AssertUncorrelated(first, free.Train(x, seed: 4, number: 8).Output);
        float[] seeded = new LayerHarness(Make(5), 1, 1, 1).Train(x, seed: 3, number: 8).Output;
        Assert.Equal(seeded, new LayerHarness(Make(5), 1, 1, 1).Train(x, seed: 4, number: 8).Output);
        RandomDraws.AssertUncorrelated(seeded, new LayerHarness(Make(6), 1, 1, 1).Train(x, seed: 3, number: 8).Output);
    }

    private static float[] Train(Layer layer, float[] x, params long[] image) =>
        new LayerHarness(layer, image).Train(x).Output;

    private static float[] Repeat(params float[] image) => [.. Enumerable.Range(0, Images).SelectMany(_ => image)];

    /// <summary>The fourth central moment of a draw of 0 or 1 over its squared variance.</summary>
    private static double Moment(double part) => 1 / (part * (1 - part)) - 3;
}
