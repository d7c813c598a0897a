using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class UpSampling2DTests
{
    [Theory]
    [InlineData("nearest")]
    [InlineData("bilinear")]
    [InlineData("bicubic")]
    public void Sizes_may_be_unknown(string interpolation)
    {
        float[] x = LayerHarness.Normal(16, seed: 3);
        var known = new LayerHarness(new UpSampling2D(3, interpolation: interpolation), 4, 4, 1);
        var unknown = new LayerHarness(new UpSampling2D(3, interpolation: interpolation), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", unknown.OutputShape.ToString());
        Assert.Equal(known.Predict(x), unknown.Predict(x));
    }

    [Fact]
    public void Elements_are_repeated_exactly_by_any_factor()
    {
        foreach (int factor in (int[])[2, 3, 5, 6, 7, 10, 49])
        {
            float[] y = new LayerHarness(new UpSampling1D(factor), 41, 1).Predict(
                Enumerable.Range(0, 41).Select(i => (float)i).ToArray()
            );
            Assert.Equal(Enumerable.Range(0, 41 * factor).Select(i => (float)(i / factor)), y);
        }
    }

    [Fact]
    public void No_transposition_stands_between_it_and_convolutions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, name: "c1"),
            new UpSampling2D(2, interpolation: "bilinear", name: "u"),
            new Conv2D(8, 3, name: "c2")
        );
        Assert.Equal(
            """
            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Wrong_inputs_and_arguments_are_refused()
    {
        Assert.StartsWith(
            "The interpolation 'cubic' is not known; accepted are 'nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'.",
            Assert.Throws<ArgumentException>(() => new UpSampling2D(interpolation: "cubic")).Message
        );
        Assert.Equal(
            "Layer 'u': an input of shape (None, None, 4, 1) came; the sizes of height, width must be known. Give their numbers to Input, or use interpolation: \"bicubic\".",
            Assert
                .Throws<LayerException>(() =>
                    new LayerHarness(new UpSampling2D(interpolation: "lanczos3", name: "u"), -1, 4, 1)
                )
                .Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new UpSampling3D(), 3, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling1D(0));
        Assert.Equal("bilinear", new UpSampling2D(interpolation: "Bilinear").Interpolation);
    }
}
