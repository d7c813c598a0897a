using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Cropping2DTests
{
    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new Cropping2D(((1, 0), (0, 1))), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", harness.OutputShape.ToString());
        Assert.Equal([4f, 5, 7, 8], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
    }

    [Fact]
    public void Nothing_is_cut_by_default() =>
        Assert.Equal("(None, 3, 3, 1)", new LayerHarness(new Cropping2D(), 3, 3, 1).OutputShape.ToString());

    [Fact]
    public void Cutting_off_all_is_refused_by_name()
    {
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new Cropping2D((1, 2), "channels_first", "c"), 1, 3, 4)
        );
        Assert.Equal(
            "Layer 'c': an input of shape (None, 1, 3, 4) came; cutting (2, 2) off axis 3 needs a size of at least 5. Cut less, or give a larger input.",
            error.Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new Cropping1D((2, 1)), 3, 4));
        Assert.Throws<LayerException>(() => new LayerHarness(new Cropping3D(), 2, 3, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cropping1D((0, -1)));
    }
}
