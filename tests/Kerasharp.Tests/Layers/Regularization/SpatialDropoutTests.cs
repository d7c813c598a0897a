using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class SpatialDropoutTests
{
    [Theory]
    [InlineData(1, "channels_last")]
    [InlineData(2, "channels_last")]
    [InlineData(2, "channels_first")]
    [InlineData(3, "channels_last")]
    [InlineData(3, "channels_first")]
    public void Channels_are_dropped_as_a_whole(int dimensions, string format)
    {
        const double rate = 0.3;
        long[] places = [2, 3, 2];
        places = places[..dimensions];
        bool first = format == "channels_first";
        long[] example = first ? [50, .. places] : [.. places, 50];
        int size = (int)places.Aggregate(1L, (product, n) => product * n);
        var run = new LayerHarness(Make(dimensions, rate, format, null), example).Train([
            .. Enumerable.Repeat(1f, 100 * 50 * size),
        ]);
        float kept = (float)(1 / (1 - rate));
        int dropped = 0;
        for (int b = 0; b < 100; b++)
        for (int c = 0; c < 50; c++)
        {
            float[] channel =
            [
                .. Enumerable
                    .Range(0, size)
                    .Select(p => run.Output[b * 50 * size + (first ? c * size + p : p * 50 + c)]),
            ];
            Assert.All(channel, v => Assert.Equal(channel[0], v));
            Assert.True(channel[0] == 0 || Math.Abs(channel[0] - kept) < 1e-6);
            dropped += channel[0] == 0 ? 1 : 0;
        }
        double bound = 5 * Math.Sqrt(rate * (1 - rate) / 5000);
        Assert.InRange(dropped / 5000.0, rate - bound, rate + bound);
        Assert.Equal(run.Output.Zip(run.Weighting, (y, w) => y * w), run.InputGradient);
    }

    [Fact]
    public void Its_own_seed_decides_whatever_the_models_is()
    {
        float[] x = [.. Enumerable.Repeat(1f, 1200)];
        float[] Drop(int? seed, long model) =>
            new LayerHarness(Make(1, 0.5, "channels_last", seed), 4, 30).Train(x, seed: model).Output;
        Assert.Equal(Drop(5, 1), Drop(5, 2));
        Assert.NotEqual(Drop(5, 1), Drop(6, 1));
        Assert.NotEqual(Drop(null, 1), Drop(null, 2));
    }

    [Fact]
    public void Outside_training_nothing_changes()
    {
        RandomDraws.AssertIdleOutsideTraining(new SpatialDropout1D(0.5), 3, 2);
        RandomDraws.AssertIdleOutsideTraining(new SpatialDropout2D(0.5), 3, 2, 2);
        RandomDraws.AssertIdleOutsideTraining(new SpatialDropout3D(0.5), 3, 2, 2, 2);
    }

    [Fact]
    public void Other_inputs_are_refused_and_named()
    {
        Assert.Equal(
            "Layer 'd': an input of shape (None, 4) came; 3 dimensions (batch, steps, channels) were expected. "
                + "Reshape it, or drop single elements by Dropout.",
            Assert.Throws<LayerException>(() => new LayerHarness(new SpatialDropout1D(0.5, name: "d"), 4)).Message
        );
        Assert.Contains(
            "4 dimensions (batch, channels, height, width)",
            Assert
                .Throws<LayerException>(() => new LayerHarness(new SpatialDropout2D(0.5, "channels_first"), 4, 3))
                .Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialDropout3D(1.5));
        Assert.Throws<ArgumentException>(() => new SpatialDropout3D(0.5, "channels_middle"));
    }

    private static Layer Make(int dimensions, double rate, string format, int? seed) =>
        dimensions switch
        {
            1 => new SpatialDropout1D(rate, seed),
            2 => new SpatialDropout2D(rate, format, seed),
            _ => new SpatialDropout3D(rate, format, seed),
        };
}
