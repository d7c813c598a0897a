using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class DepthwiseConv2DTests
{
    [Fact]
    public void Weights_are_in_Kerass_order_and_lie_in_ONNXs()
    {
        var layer = new DepthwiseConv2D((2, 3), depthMultiplier: 4, name: "d");
        _ = new LayerHarness(layer, 4, 4, 3);
        Assert.Equal("(2, 3, 3, 4)", layer.Kernel!.Shape.ToString());
        Assert.Equal([12, 1, 2, 3], layer.Kernel.State.Dims);
        Assert.Equal(12, layer.Bias!.Count);
        float[] numbers = [.. Enumerable.Range(0, 72).Select(i => (float)i)];
        LayerHarness.Set(layer.Kernel, numbers);
        Assert.Equal(numbers, LayerHarness.Get(layer.Kernel));
        // Elements (0, 0, 0, 0), (0, 1, 0, 0), (0, 2, 0, 0) of Keras's order begin the first filter.
        Assert.Equal([0f, 12, 24], layer.Kernel.State.Front.AsSpan<float>()[..3].ToArray());
    }

    [Theory]
    [InlineData("same", 2, 1)]
    [InlineData("same", 1, 2)]
    [InlineData("valid", 2, 2)]
    public void Sizes_may_be_unknown(string padding, int strides, int dilationRate)
    {
        var layer = new DepthwiseConv2D(2, strides, padding, 2, dilationRate: dilationRate);
        var open = new LayerHarness(layer, -1, -1, 2);
        Assert.Equal("(None, None, None, 4)", open.OutputShape.ToString());
        open.Scramble();
        float[] x = LayerHarness.Normal(7 * 7 * 2, seed: 3);
        Assert.Equal(new LayerHarness(layer, 7, 7, 2).Predict(x), open.Predict(x));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new DepthwiseConv2D(3, depthMultiplier: 0));
        Assert.Contains("depthMultiplier of 0 came", error.Message);
        Assert.Throws<ArgumentException>(() => new DepthwiseConv1D(3, padding: "causal"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeparableConv2D(3, 3, depthMultiplier: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeparableConv2D(0, 3));
    }
}
