using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class MixUpTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new MixUp(), LayerInput.Normal(3, 4, 5, 2), LayerInput.Normal(3, 4)),
            new(() => new MixUp(0.4, "channels_first", 3), LayerInput.Normal(3, 2, 4, 5)),
        ];

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    public void Images_and_labels_are_blended_with_those_of_another_order(double alpha)
    {
        const int count = 1000;
        // Each image has a bit of itself alone, in the form of its label.
        var images = MixedBatch.Images(count, 2, 3);
        var results = MixedBatch.Run(new MixUp(alpha), images);
        var (weights, partners) = MixedBatch.Read(results.Outputs[1], count);
        for (int i = 0; i < count; i++)
        for (int p = 0; p < 6; p++)
            Assert.Equal(
                weights[i] * images[i * 6 + p] + (1 - weights[i]) * images[partners[i] * 6 + p],
                results.Outputs[0][i * 6 + p],
                1e-4
            );
        float[] drawn = Array.ConvertAll(weights, w => (float)w);
        RandomDraws.AssertMoments(drawn, 0.5, 0.25 / (2 * alpha + 1));
        RandomDraws.AssertUncorrelated(drawn[..^1], drawn[1..]);
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new MixUp(seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() => RandomDraws.AssertIdleOutsideTraining(new MixUp(), 4, 3, 2);

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("alpha of 0 came", Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(0)).Message);
        SymbolicTensor images = new Input(4, 5, 1);
        SymbolicTensor labels = new Input(4, 3);
        Assert.Contains(
            "labels of 2 dimensions",
            Assert.Throws<LayerException>(() => new MixUp().Apply([images, labels])).Message
        );
        Assert.Contains(
            "3 inputs came",
            Assert.Throws<LayerException>(() => new MixUp().Apply([images, labels, labels])).Message
        );
        Assert.Contains(
            "beside labels",
            Assert.Throws<LayerException>(() => new MixUp().Apply([labels, labels])).Message
        );
    }
}
