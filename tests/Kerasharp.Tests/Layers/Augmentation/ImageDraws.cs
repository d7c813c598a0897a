using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>What is asked of layers that draw for each image of a batch.</summary>
internal static class ImageDraws
{
    public const int Images = 2000;

    /// <summary>The step's output for so many times the same image.</summary>
    public static float[][] Train(Layer layer, float[] image, params long[] example)
    {
        float[] x = [.. Enumerable.Repeat(image, Images).SelectMany(i => i)];
        return [.. new LayerHarness(layer, example).Train(x, seed: 4).Output.Chunk(image.Length)];
    }

    /// <summary>An image (height, width, channels) of a function of places.</summary>
    public static float[] Image(int height, int width, params Func<int, int, double>[] channels) =>
        [
            .. from y in Enumerable.Range(0, height)
            from x in Enumerable.Range(0, width)
            from c in channels
            select (float)c(y, x),
        ];

    /// <summary>Draws are uniform between bounds, and one says nothing about the next.</summary>
    public static void AssertUniform(double[] draws, double lower, double upper)
    {
        Assert.All(draws, d => Assert.InRange(d, lower - 1e-4, upper + 1e-4));
        float[] numbers = Array.ConvertAll(draws, d => (float)d);
        RandomDraws.AssertMoments(numbers, (lower + upper) / 2, (upper - lower) * (upper - lower) / 12, 1.8);
        RandomDraws.AssertUncorrelated(numbers[..^1], numbers[1..]);
    }

    /// <summary>So many of all images are about a part of them, and one says nothing about the next.</summary>
    public static void AssertPart(bool[] chosen, double part)
    {
        double deviation = Math.Sqrt(part * (1 - part) / chosen.Length);
        Assert.InRange(chosen.Count(c => c) / (double)chosen.Length, part - 5 * deviation, part + 5 * deviation);
        float[] numbers = Array.ConvertAll(chosen, c => c ? 1f : 0f);
        RandomDraws.AssertUncorrelated(numbers[..^1], numbers[1..]);
    }

    /// <summary>Model seed and step decide where the layer has no seed, its own seed and the step where it has one.</summary>
    public static void AssertSeeds(Func<int?, Layer> make, params long[] example)
    {
        float[] x = LayerHarness.Normal(20 * example.Aggregate((a, b) => a * b), 3);
        var free = new LayerHarness(make(null), example);
        float[] first = free.Train(x, seed: 3, number: 8).Output;
        Assert.Equal(first, free.Train(x, seed: 3, number: 8).Output);
        Assert.NotEqual(first, free.Train(x, seed: 3, number: 9).Output);
        Assert.NotEqual(first, free.Train(x, seed: 4, number: 8).Output);

        var seeded = new LayerHarness(make(5), example);
        float[] own = seeded.Train(x, seed: 3, number: 8).Output;
        Assert.Equal(own, seeded.Train(x, seed: 4, number: 8).Output);
        Assert.NotEqual(own, seeded.Train(x, seed: 3, number: 9).Output);
        Assert.NotEqual(own, new LayerHarness(make(6), example).Train(x, seed: 3, number: 8).Output);
        Assert.NotEqual(own, first);
    }
}
