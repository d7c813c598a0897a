using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Conv1DTests
{
    [Theory]
    [InlineData("causal", 1)]
    [InlineData("causal", 2)]
    [InlineData("same", 2)]
    [InlineData("valid", 1)]
    public void Steps_may_be_unknown(string padding, int strides)
    {
        var layer = new Conv1D(3, 3, strides, padding, activation: "tanh");
        var open = new LayerHarness(layer, -1, 2);
        Assert.Equal("(None, None, 3)", open.OutputShape.ToString());
        open.Scramble();
        float[] x = LayerHarness.Normal(8 * 2, seed: 3);
        Assert.Equal(new LayerHarness(layer, 8, 2).Predict(x), open.Predict(x));
    }

    [Fact]
    public void Causal_outputs_see_no_later_step_and_any_length_fits()
    {
        var layer = new Conv1D(1, 3, padding: "causal", dilationRate: 2, kernelInitializer: "ones");
        Assert.Equal([1f, 2, 4, 6, 9, 12], new LayerHarness(layer, 6, 1).Predict<float>([1, 2, 3, 4, 5, 6]));
        Assert.Equal([7f], new LayerHarness(layer, 1, 1).Predict<float>([7]));
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var images = Assert.Throws<LayerException>(() => new LayerHarness(new Conv1D(1, 3, name: "c"), 8, 8, 1));
        Assert.Contains("3 dimensions (batch, steps, channels) were expected", images.Message);
        var few = Assert.Throws<LayerException>(() => new LayerHarness(new Conv1D(1, 3, dilationRate: 2), 4, 1));
        Assert.Contains("(None, 4, 1) came; its window needs at least (None, 5, 1).", few.Message);
    }

    [Fact]
    public void Names_are_as_in_Keras()
    {
        Assert.Matches("^conv1d(_[0-9]+)?$", new Conv1D(1, 1).Name);
        Assert.Matches("^conv1d_transpose(_[0-9]+)?$", new Convolution1DTranspose(1, 1).Name);
        Assert.Matches("^depthwise_conv1d(_[0-9]+)?$", new DepthwiseConv1D(1).Name);
        Assert.Matches("^separable_conv1d(_[0-9]+)?$", new SeparableConvolution1D(1, 1).Name);
    }
}
