using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

public class RandomPerspectiveTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            new(() => new RandomPerspective(), LayerInput.Normal(3, 4, 5, 2)),
            new(
                () => new RandomPerspective((0.5, 0.75), 0.5, "nearest", 2, 3, "channels_first"),
                LayerInput.Normal(3, 2, 4, 5)
            ),
            new(() => new RandomPerspective(scale: 0), LayerInput.Normal(3, 4, 5, 2)),
        ];

    [Theory]
    [InlineData("bilinear")]
    [InlineData("nearest")]
    public void Images_are_read_by_the_homography_of_the_corners(string interpolation)
    {
        const int height = 5;
        const int width = 6;
        float[] x = LayerHarness.Normal(3 * height * width * 2, 3);
        float[][] moved =
        [
            [0.13f, -0.41f, 0.5f],
            [-0.22f, 0.33f, 0.1f],
            [0.27f, -0.05f, -0.2f],
            [0.08f, 0.45f, 0.3f],
        ];
        var layer = new RandomPerspective(interpolation: interpolation, fillValue: -0.75);
        var given = new GivenDraws(layer, [GivenDraws.Each(1, 1, 0), .. moved.Select(m => GivenDraws.Each(m))])
        {
            BeginsWithChoice = true,
        };
        double[] expected =
        [
            .. x.Chunk(height * width * 2)
                .SelectMany(
                    (image, i) =>
                    {
                        if (i == 2)
                            return Array.ConvertAll(image, v => (double)v);
                        (double X, double Y)[] from =
                        [
                            (0, 0),
                            (width - 1, 0),
                            (0, height - 1),
                            (width - 1, height - 1),
                        ];
                        (double X, double Y)[] to =
                        [
                            (0, 0),
                            (from[1].X * (1 + moved[0][i]), 0),
                            (0, from[2].Y * (1 + moved[1][i])),
                            (from[3].X * (1 + moved[2][i]), from[3].Y * (1 + moved[3][i])),
                        ];
                        double[] h = Homography(to, from);
                        return PixelLoops.Read(
                            image,
                            (height, width, 2),
                            (row, column) =>
                            {
                                double depth = h[6] * column + h[7] * row + 1;
                                return (
                                    (h[3] * column + h[4] * row + h[5]) / depth,
                                    (h[0] * column + h[1] * row + h[2]) / depth
                                );
                            },
                            interpolation,
                            "constant",
                            -0.75
                        );
                    }
                ),
        ];
        LayerHarness.AssertClose(
            expected,
            new LayerHarness(given, height, width, 2).Train(x).Output,
            "images in perspective"
        );
    }

    [Fact]
    public void As_many_images_are_changed_as_the_factor_says()
    {
        float[] image = LayerHarness.Normal(12, 3);
        bool[] Changed(Factor factor) =>
            [
                .. ImageDraws
                    .Train(new RandomPerspective(factor, 0.6), image, 3, 4, 1)
                    .Select(o => !o.SequenceEqual(image)),
            ];
        ImageDraws.AssertPart(Changed((0.3, 0.3)), 0.3);
        // A number is the upper bound of a probability that is drawn.
        ImageDraws.AssertPart(Changed(1), 0.5);
        Assert.All(Changed(0), c => Assert.False(c));
    }

    [Fact]
    public void Seed_and_step_decide() => ImageDraws.AssertSeeds(seed => new RandomPerspective(seed: seed), 4, 3, 1);

    [Fact]
    public void Outside_training_nothing_changes() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomPerspective(), 4, 3, 2);

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains(
            "scale of 1.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPerspective(scale: 1.5)).Message
        );
        Assert.Contains(
            "factor of -0.5 came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPerspective(-0.5)).Message
        );
        Assert.Contains(
            "four corners",
            Assert
                .Throws<LayerException>(() => new LayerHarness(new RandomPerspective(), 1, 3, 1).Train(new float[3]))
                .Message
        );
    }

    /// <summary>The eight numbers that lead from four points to four others, by elimination.</summary>
    private static double[] Homography((double X, double Y)[] from, (double X, double Y)[] to)
    {
        var rows = new List<double[]>();
        for (int i = 0; i < 4; i++)
        {
            var ((x, y), (u, v)) = (from[i], to[i]);
            rows.Add([x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
            rows.Add([0, 0, 0, x, y, 1, -v * x, -v * y, v]);
        }
        for (int c = 0; c < 8; c++)
        {
            int pivot = Enumerable.Range(c, 8 - c).MaxBy(r => Math.Abs(rows[r][c]));
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (int r = 0; r < 8; r++)
                if (r != c)
                {
                    double times = rows[r][c] / rows[c][c];
                    for (int k = c; k < 9; k++)
                        rows[r][k] -= times * rows[c][k];
                }
        }
        return [.. Enumerable.Range(0, 8).Select(i => rows[i][8] / rows[i][i])];
    }
}
