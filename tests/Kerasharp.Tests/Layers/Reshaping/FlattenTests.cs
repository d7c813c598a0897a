using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class FlattenTests
{
    [Theory]
    [InlineData(new long[] { 28, 28, 3 }, "(None, 2352)")]
    [InlineData(new long[] { 7 }, "(None, 7)")]
    [InlineData(new long[] { }, "(None, 1)")]
    [InlineData(new long[] { -1, 3 }, "(None, None)")]
    [InlineData(new long[] { -1 }, "(None, None)")]
    public void All_axes_but_the_batch_become_one(long[] example, string shape) =>
        Assert.Equal(shape, new LayerHarness(new Flatten(), example).OutputShape.ToString());

    [Fact]
    public void Elements_stay_in_order() => new LayerHarness(new Flatten(), 2, 3, 2).CheckAgainst((x, _) => x);

    [Fact]
    public void Unknown_sizes_are_found_when_it_runs() =>
        Assert.Equal(
            [1f, 2, 3, 4, 5, 6],
            new LayerHarness(new Flatten(), -1, 3).Predict(new float[] { 1, 2, 3, 4, 5, 6 })
        );

    [Fact]
    public void Behind_a_convolution_the_order_is_channels_last()
    {
        var convolution = new Conv2D(2, 1, kernelInitializer: "ones", name: "c");
        var harness = new LayerHarness(new Chain(convolution, new Flatten()), 1, 2, 1);
        LayerHarness.Set(convolution.Bias!, [0, 10]);
        Assert.Equal([1f, 11, 2, 12], harness.Predict(new float[] { 1, 2 }));
    }

    [Fact]
    public void Channels_first_are_brought_behind()
    {
        var harness = new LayerHarness(new Flatten("channels_first"), 2, 1, 3);
        Assert.Equal("(None, 6)", harness.OutputShape.ToString());
        Assert.Equal([1f, 4, 2, 5, 3, 6], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6 }));
    }
}
