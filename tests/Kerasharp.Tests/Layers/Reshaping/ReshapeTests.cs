using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ReshapeTests
{
    [Theory]
    [InlineData(new long[] { 784 }, new long[] { 28, 28, 1 }, "(None, 28, 28, 1)")]
    [InlineData(new long[] { 784 }, new long[] { -1, 7 }, "(None, 112, 7)")]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 4, -1, 3 }, "(None, 4, 2, 3)")]
    [InlineData(new long[] { 2, 3 }, new long[] { -1 }, "(None, 6)")]
    [InlineData(new long[] { 1 }, new long[] { }, "(None,)")]
    public void The_batch_stays_and_the_rest_is_the_target(long[] example, long[] target, string shape)
    {
        var harness = new LayerHarness(new Reshape(target), example);
        Assert.Equal(shape, harness.OutputShape.ToString());
        harness.CheckAgainst((x, _) => x);
    }

    [Fact]
    public void Unknown_sizes_are_found_when_it_runs()
    {
        var harness = new LayerHarness(new Reshape(-1, 2), -1, 4);
        Assert.Equal("(None, None, 2)", harness.OutputShape.ToString());
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    [Theory]
    [InlineData(
        new long[] { 28, 29 },
        "an input of shape (None, 784) came; an example of (28, 29) has 812 elements, this one has 784."
    )]
    [InlineData(
        new long[] { 5, -1 },
        "an input of shape (None, 784) came; an example of (5, -1) has a multiple of 5 elements, this one has 784."
    )]
    public void Another_number_of_elements_is_refused_by_name(long[] target, string message)
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new Reshape(target, name: "r"), 784));
        Assert.StartsWith("Layer 'r': " + message, error.Message);
    }

    [Theory]
    [InlineData(new long[] { -1, -1 }, "(-1, -1)")]
    [InlineData(new long[] { 0, 3 }, "(0, 3)")]
    [InlineData(new long[] { -2 }, "(-2,)")]
    public void Targets_that_mean_nothing_are_refused(long[] target, string text) =>
        Assert.Contains(
            $"target shape of {text} came",
            Assert.Throws<ArgumentException>(() => new Reshape(target)).Message
        );
}
