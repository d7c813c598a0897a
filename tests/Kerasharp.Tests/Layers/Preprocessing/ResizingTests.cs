using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ResizingTests
{
    [Fact]
    public void It_is_one_Resize() =>
        Assert.Equal(["Transpose", "Resize", "Transpose"], Operators(new Resizing(5, 3), 4, 6, 2));

    [Fact]
    public void Nearest_bytes_stay_bytes() =>
        Assert.DoesNotContain("Cast", Operators(new Resizing(2, 2, "nearest", dataFormat: "channels_first"), 1, 4, 4));

    [Theory]
    [InlineData("bilinear")]
    [InlineData("nearest")]
    [InlineData("bicubic")]
    public void Sizes_may_be_unknown(string interpolation)
    {
        var harness = new LayerHarness(new Resizing(2, 3, interpolation), -1, -1, 1);
        Assert.Equal("(None, 2, 3, 1)", harness.OutputShape.ToString());
        float[] x = LayerHarness.Normal(2 * 16, seed: 3);
        LayerHarness.AssertClose(
            LayerHarness.Doubles(new LayerHarness(new Resizing(2, 3, interpolation), 4, 4, 1).Predict(x)),
            harness.Predict(x, batch: 2),
            interpolation
        );
    }

    [Fact]
    public void The_same_size_is_no_node() => Assert.Empty(Operators(new Resizing(4, 6), 4, 6, 2));

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizing(0, 2));
        Assert.Contains("'lanczos3'", Assert.Throws<ArgumentException>(() => new Resizing(1, 2, "area")).Message);
        Assert.Contains(
            "Choose one",
            Assert
                .Throws<ArgumentException>(() => new Resizing(1, 2, cropToAspectRatio: true, padToAspectRatio: true))
                .Message
        );
        Assert.Throws<ArgumentException>(() => new Resizing(1, 2, fillMode: "reflect"));
        Refused("4 dimensions (batch, height, width, channels)", new Resizing(1, 2), 4, 6);
        Refused("for 'lanczos3'", new Resizing(1, 2, "lanczos3"), -1, 6, 1);
        Refused("to keep proportions", new Resizing(1, 2, padToAspectRatio: true), -1, 6, 1);
        Refused("to find the middle", new CenterCrop(1, 2), 4, -1, 1);
        Refused("4 dimensions", new CenterCrop(1, 2), 4);
    }

    private static string[] Operators(Layer layer, params long[] shape) =>
        [.. GraphOperators.Of(new LayerHarness(layer, shape).InferenceGraph())];

    private static void Refused(string expected, Layer layer, params long[] shape) =>
        Assert.Contains(expected, Assert.Throws<LayerException>(() => new LayerHarness(layer, shape)).Message);
}
