using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class RandomElasticTransformTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new RandomElasticTransform(), LayerInput.Normal(3, 7, 6, 2)),
            new(
                () =>
                    new RandomElasticTransform(
                        (0.5, 0.75),
                        (0.5, 0.75),
                        "nearest",
                        "constant",
                        2,
                        (-1, 1),
                        3,
                        "channels_first"
                    ),
                LayerInput.Normal(3, 2, 7, 6)
            ),
            new(() => new RandomElasticTransform(scale: 0), LayerInput.Normal(3, 4, 5, 2)),
        ];

    [Theory]
    [InlineData(20, 24, 0.9f, "bilinear", "reflect")]
    [InlineData(24, 20, 0.5f, "bilinear", "mirror")]
    [InlineData(12, 9, 1f, "nearest", "wrap")]
    [InlineData(12, 9, 0.3f, "bilinear", "constant")]
    public void Images_are_read_where_blurred_noise_leads(
        int height,
        int width,
        float scale,
        string interpolation,
        string fillMode
    )
    {
        int pixels = height * width;
        float[] x = LayerHarness.Normal(2 * pixels, 3);
        float[] across = LayerHarness.Normal(2 * pixels, 4);
        float[] down = LayerHarness.Normal(2 * pixels, 5);
        var layer = new RandomElasticTransform(
            interpolation: interpolation,
            fillMode: fillMode,
            fillValue: 0.25,
            valueRange: (-1, 1)
        );
        long[] shape = [2, height, width, 1];
        var given = new GivenDraws(layer, GivenDraws.Each(1, 1), ([scale], []), (across, shape), (down, shape))
        {
            BeginsWithChoice = true,
        };
        double sigma = 0.05 * scale * Math.Min(height, width);
        double alpha = 0.1 * scale * Math.Max(height, width);
        double[] expected =
        [
            .. Enumerable
                .Range(0, 2)
                .SelectMany(i =>
                {
                    double[] dx = Blurred(across[(i * pixels)..((i + 1) * pixels)], height, width, sigma);
                    double[] dy = Blurred(down[(i * pixels)..((i + 1) * pixels)], height, width, sigma);
                    return PixelLoops.Read(
                        x[(i * pixels)..((i + 1) * pixels)],
                        (height, width, 1),
                        (r, c) => (r + alpha * dy[r * width + c], c + alpha * dx[r * width + c]),
                        interpolation,
                        fillMode,
                        0.25
                    );
                })
                .Select(v => Math.Clamp(v, -1, 1)),
        ];
        LayerHarness.AssertClose(expected, new LayerHarness(given, height, width, 1).Train(x).Output, "warped images");
    }

    [Fact]
    public void As_many_images_are_changed_as_the_factor_says()
    {
        float[] image = LayerHarness.Normal(100, 3);
        var outputs = ImageDraws.Train(
            new RandomElasticTransform((0.3, 0.3), (0.8, 1), valueRange: (-9, 9)),
            image,
            10,
            10,
            1
        );
        ImageDraws.AssertPart([.. outputs.Select(o => !o.SequenceEqual(image))], 0.3);
        // Each is changed in another way.
        Assert.True(outputs.DistinctBy(o => o[55]).Count() > 500);
    }

    [Fact]
    public void Seed_and_step_decide() =>
        ImageDraws.AssertSeeds(
            seed => new RandomElasticTransform((1, 1), (1, 1), valueRange: (-9, 9), seed: seed),
            12,
            12,
            1
        );

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomElasticTransform(), 4, 3, 2);

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains(
            "scale of 1.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomElasticTransform(scale: 1.5)).Message
        );
        Assert.Contains(
            "'mirror'",
            Assert.Throws<ArgumentException>(() => new RandomElasticTransform(fillMode: "none")).Message
        );
    }

    private static double[] Blurred(float[] noise, int height, int width, double sigma)
    {
        int window = (int)(6 * sigma) | 1;
        double[] curve =
        [
            .. Enumerable.Range(0, window).Select(i => Math.Exp(-0.5 * Math.Pow((i - (window - 1) / 2) / sigma, 2))),
        ];
        double sum = curve.Sum();
        var blurred = new double[noise.Length];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        for (int i = 0; i < window; i++)
        for (int j = 0; j < window; j++)
        {
            var (fromY, fromX) = (y + i - window / 2, x + j - window / 2);
            if (fromY >= 0 && fromY < height && fromX >= 0 && fromX < width)
                blurred[y * width + x] += curve[i] * curve[j] / (sum * sum) * sigma * noise[fromY * width + fromX];
        }
        return blurred;
    }
}
