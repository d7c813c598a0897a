using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class AveragePooling2DTests
{
    [Fact]
    public void Padding_does_not_count() =>
        Assert.Equal(
            [3f, 4.5f, 7.5f, 9],
            new LayerHarness(new AveragePooling2D(2, padding: "same"), 3, 3, 1).Predict(
                new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }
            )
        );

    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new AveragePooling2D(2, padding: "same"), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", harness.OutputShape.ToString());
        Assert.Equal([3f, 4.5f, 7.5f, 9], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
    }

    [Fact]
    public void Inputs_and_arguments_that_do_not_fit_are_refused()
    {
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new AveragePooling2D(3, dataFormat: "channels_first", name: "p"), 1, 2, 5)
        );
        Assert.StartsWith(
            "Layer 'p': an input of shape (None, 1, 2, 5) came; its window needs at least (None, 1, 3, 3).",
            error.Message
        );
        error = Assert.Throws<LayerException>(() => new LayerHarness(new AveragePooling1D(3, name: "p"), 1, 2, 5));
        Assert.StartsWith(
            "Layer 'p': an input of shape (None, 1, 2, 5) came; 3 dimensions (batch, steps, channels) were expected.",
            error.Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePooling2D((2, 0)));
        Assert.Contains(
            "'channels_last', 'channels_first'",
            Assert.Throws<ArgumentException>(() => new AveragePooling3D(2, dataFormat: "last")).Message
        );
    }
}
