using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class CutMixTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new CutMix(), LayerInput.Normal(3, 4, 5, 2), LayerInput.Normal(3, 4)),
            new(() => new CutMix((0.2, 0.4), 3, "channels_first"), LayerInput.Normal(3, 2, 4, 5)),
        ];

    [Fact]
    public void Boxes_of_images_of_another_order_are_put_in_and_labels_mixed_by_their_area()
    {
        const int count = 800;
        const int height = 8;
        const int width = 10;
        var images = MixedBatch.Images(count, height, width);
        var results = MixedBatch.Run(new CutMix((1, 1)), images, height, width);
        var (weights, partners) = MixedBatch.Read(results.Outputs[1], count);
        for (int i = 0; i < count; i++)
        {
            if (partners[i] == i)
                continue;
            int[] put =
            [
                .. Enumerable
                    .Range(0, height * width)
                    .Where(p => (float)results.Outputs[0][i * 80 + p] != images[i * 80 + p]),
            ];
            Assert.All(put, p => Assert.Equal(images[partners[i] * 80 + p], (float)results.Outputs[0][i * 80 + p]));
            double side = Math.Sqrt(1 - weights[i]);
            if (put.Length == 0)
            {
                Assert.True(side * height < 1.001 || side * width < 1.001);
                continue;
            }
            int tall = put.Max(p => p / width) - put.Min(p => p / width) + 1;
            int wide = put.Max(p => p % width) - put.Min(p => p % width) + 1;
            Assert.Equal(put.Length, tall * wide);
            Assert.InRange(tall, side * height - 1.001, side * height + 1.001);
            Assert.InRange(wide, side * width - 1.001, side * width + 1.001);
        }
        // Of (1, 1) the distribution is uniform.
        ImageDraws.AssertUniform(weights, 0, 1);
    }

    [Fact]
    public void Parameters_near_0_put_in_all_or_nothing()
    {
        var results = MixedBatch.Run(new CutMix(0), MixedBatch.Images(200, 2, 3));
        var (weights, partners) = MixedBatch.Read(results.Outputs[1], 200);
        Assert.All(weights, w => Assert.True(w is < 1e-4 or > 1 - 1e-4));
        Assert.Contains(weights.Where((_, i) => partners[i] != i), w => w < 0.5);
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new CutMix(seed: seed), 6, 7, 1);

    [Fact]
    public void Outside_training_nothing_changes() => RandomDraws.AssertIdleOutsideTraining(new CutMix(), 4, 3, 2);

    [Fact]
    public void Other_factors_are_refused() =>
        Assert.Contains(
            "factor of 1.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CutMix(1.5)).Message
        );
}
