using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class RandomFlipTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new RandomFlip(), LayerInput.Normal(3, 4, 5, 2)),
            new(() => new RandomFlip("vertical", 3, "channels_first"), LayerInput.Normal(3, 2, 4, 5)),
        ];

    [Theory]
    [InlineData("horizontal", false, true)]
    [InlineData("vertical", true, false)]
    [InlineData("horizontal_and_vertical", true, true)]
    public void Half_of_the_images_are_turned_over(string mode, bool down, bool across)
    {
        float[] image = ImageDraws.Image(3, 4, (y, x) => y * 4 + x, (y, x) => -y - x);
        float[] turned = ImageDraws.Image(3, 4, (y, x) => Y(y) * 4 + X(x), (y, x) => -Y(y) - X(x));
        var outputs = ImageDraws.Train(new RandomFlip(mode), image, 3, 4, 2);
        bool[] chosen = [.. outputs.Select(o => o.SequenceEqual(turned))];
        Assert.All(outputs.Where((_, i) => !chosen[i]), o => Assert.Equal(image, o));
        ImageDraws.AssertPart(chosen, 0.5);

        int Y(int y) => down ? 2 - y : y;
        int X(int x) => across ? 3 - x : x;
    }

    [Fact]
    public void Channels_may_come_first()
    {
        float[] image = [1, 2, 3, 4, 5, 6];
        var outputs = ImageDraws.Train(new RandomFlip("horizontal", dataFormat: "channels_first"), image, 2, 1, 3);
        Assert.Equal(
            [
                [1, 2, 3, 4, 5, 6],
                [3, 2, 1, 6, 5, 4],
            ],
            outputs.DistinctBy(o => o[0]).OrderBy(o => o[0])
        );
    }

    [Fact]
    public void Gradients_go_back_to_where_pixels_came_from()
    {
        float[] x = LayerHarness.Normal(20 * 6, 3);
        var run = new LayerHarness(new RandomFlip("horizontal"), 2, 3, 1).Train(x);
        double before = run.Weighting.Zip(run.Output, (w, y) => (double)w * y).Sum();
        double behind = run.InputGradient.Zip(x, (w, y) => (double)w * y).Sum();
        Assert.Equal(before, behind, 1e-4);
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomFlip(seed: seed), 2, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomFlip(seed: 1), 4, 3, 2);

    [Fact]
    public void Other_modes_are_refused() =>
        Assert.Contains("'horizontal'", Assert.Throws<ArgumentException>(() => new RandomFlip("sideways")).Message);
}
