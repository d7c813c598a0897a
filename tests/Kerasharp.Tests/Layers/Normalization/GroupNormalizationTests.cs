using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class GroupNormalizationTests
{
    [Fact]
    public void Between_convolutions_no_transposition_stands()
    {
        var chain = new Chain(
            new Conv2D(4, 3, useBias: false, name: "c1"),
            new GroupNormalization(2, name: "n"),
            new Activation("relu", name: "a"),
            new Conv2D(2, 3, useBias: false, name: "c2")
        );
        Assert.Equal(
            ["Transpose", "Conv", "GroupNormalization", "Relu", "Conv", "Transpose"],
            GraphOperators.Of(new LayerHarness(chain, 9, 9, 2).InferenceGraph())
        );
    }

    [Fact]
    public void Large_means_do_not_spoil_the_variance()
    {
        var harness = new LayerHarness(new GroupNormalization(1), 3);
        double scaled = 1 / Math.Sqrt(2.0 / 3 + 1e-3);
        LayerHarness.AssertClose(
            [-scaled, 0, scaled],
            harness.Predict(new float[] { 4095, 4096, 4097 }),
            "the output",
            1e-5
        );
    }

    [Fact]
    public void Spatial_sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new GroupNormalization(2), -1, -1, 4);
        Assert.Equal("(None, None, None, 4)", harness.OutputShape.ToString());
        float[] x = LayerHarness.Normal(3 * 3 * 4, seed: 2);
        float[] y = harness.Predict(x, batch: 1);
        Assert.Equal(new LayerHarness(new GroupNormalization(2), 3, 3, 4).Predict(x), y);
    }

    [Fact]
    public void Groups_divide_the_channels()
    {
        Assert.Contains(
            "a number of channels that 32 groups divide was expected, not 6",
            Assert.Throws<LayerException>(() => new LayerHarness(new GroupNormalization(), 5, 6)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(-2));
        Assert.Throws<LayerException>(() => new LayerHarness(new GroupNormalization(1, axis: 0), 4));
        Assert.Equal(-1, new GroupNormalization(-1).Groups);
    }
}
