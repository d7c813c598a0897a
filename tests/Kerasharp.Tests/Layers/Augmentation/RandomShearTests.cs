using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class RandomShearTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new RandomShear(0.2), LayerInput.Normal(3, 4, 5, 2)),
            new(
                () => new RandomShear(0.2, (0.1, 0.3), "nearest", "constant", 2, "channels_first", 3),
                LayerInput.Normal(3, 2, 4, 5)
            ),
        ];

    [Theory]
    [InlineData("bilinear", "constant")]
    [InlineData("nearest", "wrap")]
    public void Images_are_slanted_from_the_corner(string interpolation, string fillMode)
    {
        float[] x = LayerHarness.Normal(2 * 5 * 6 * 2, 3);
        float[] across = [0.31f, -0.72f];
        float[] down = [-0.43f, 0.14f];
        var layer = new RandomShear(1, 1, interpolation, fillMode, fillValue: 0.5);
        var given = new GivenDraws(layer, GivenDraws.Each(across), GivenDraws.Each(down));
        double[] expected =
        [
            .. x.Chunk(60)
                .SelectMany(
                    (image, i) =>
                        PixelLoops.Read(
                            image,
                            (5, 6, 2),
                            (row, column) => (row + down[i] * column, column + across[i] * row),
                            interpolation,
                            fillMode,
                            0.5
                        )
                ),
        ];
        LayerHarness.AssertClose(expected, new LayerHarness(given, 5, 6, 2).Train(x).Output, "sheared images");
    }

    [Fact]
    public void Degrees_are_uniform_and_have_one_sign_for_both_directions()
    {
        float[] image = ImageDraws.Image(9, 9, (y, _) => y, (_, x) => x);
        var outputs = ImageDraws.Train(new RandomShear((0.1, 0.5), (0.2, 0.4)), image, 9, 9, 2);
        int pixel = (4 * 9 + 4) * 2;
        double[] down = [.. outputs.Select(o => (o[pixel] - 4) / 4.0)];
        double[] across = [.. outputs.Select(o => (o[pixel + 1] - 4) / 4.0)];
        Assert.All(down.Zip(across), d => Assert.Equal(Math.Sign(d.First), Math.Sign(d.Second)));
        ImageDraws.AssertPart([.. down.Select(d => d < 0)], 0.5);
        ImageDraws.AssertUniform([.. down.Select(Math.Abs)], 0.2, 0.4);
        ImageDraws.AssertUniform([.. across.Select(Math.Abs)], 0.1, 0.5);
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomShear(0.9, seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomShear(0.3), 4, 3, 2);

    [Fact]
    public void Other_factors_are_refused() =>
        Assert.Contains(
            "yFactor of 2 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShear(0, 2)).Message
        );
}
