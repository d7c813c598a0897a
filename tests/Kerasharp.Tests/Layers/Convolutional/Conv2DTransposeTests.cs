using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Conv2DTransposeTests
{
    [Theory]
    [InlineData("valid", 3, null)]
    [InlineData("same", 3, null)]
    [InlineData("same", 2, 1)]
    [InlineData("valid", 2, 1)]
    public void Sizes_may_be_unknown(string padding, int strides, int? outputPadding)
    {
        var layer = new Conv2DTranspose(3, 2, strides, padding, outputPadding);
        var open = new LayerHarness(layer, -1, -1, 2);
        Assert.Equal("(None, None, None, 3)", open.OutputShape.ToString());
        open.Scramble();
        float[] x = LayerHarness.Normal(4 * 4 * 2, seed: 3);
        Assert.Equal(new LayerHarness(layer, 4, 4, 2).Predict(x), open.Predict(x));
    }

    [Fact]
    public void Weights_are_in_Kerass_order_and_lie_in_ONNXs()
    {
        var layer = new Conv2DTranspose(5, (2, 3), name: "t");
        _ = new LayerHarness(layer, 4, 4, 3);
        Assert.Equal("(2, 3, 5, 3)", layer.Kernel!.Shape.ToString());
        Assert.Equal([3, 5, 2, 3], layer.Kernel.State.Dims);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var stride = Assert.Throws<ArgumentException>(() => new Conv2DTranspose(1, 3, (2, 3), outputPadding: (1, 3)));
        Assert.Contains("outputPadding of (1, 3) came for strides of (2, 3); each must be", stride.Message);
        Assert.Throws<ArgumentException>(() => new Conv2DTranspose(1, 3, 2, outputPadding: -1));
        Assert.Throws<ArgumentException>(() => new Conv2DTranspose(1, 3, strides: 2, dilationRate: 2));
        Assert.Throws<ArgumentException>(() => new Conv1DTranspose(1, 3, padding: "causal"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2DTranspose(0, 3));
    }

    [Fact]
    public void Inputs_of_which_nothing_is_left_are_refused()
    {
        var layer = new Conv2DTranspose(1, 2, strides: 2, padding: "same", outputPadding: 0);
        var error = Assert.Throws<LayerException>(() => new LayerHarness(layer, 1, 4, 1));
        Assert.Contains("(None, 1, 4, 1) came; its output would be empty", error.Message);
        Assert.Equal("(None, 2, 6, 1)", new LayerHarness(layer, 2, 4, 1).OutputShape.ToString());
    }

    [Fact]
    public void Inputs_of_another_rank_are_refused()
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new Conv2DTranspose(1, 2), 4, 4));
        Assert.Contains("4 dimensions (batch, height, width, channels) were expected", error.Message);
    }
}
