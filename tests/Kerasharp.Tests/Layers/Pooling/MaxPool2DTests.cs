using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class MaxPool2DTests
{
    [Fact]
    public void It_is_MaxPooling2D_by_another_name()
    {
        var layer = new MaxPool2D(2, strides: 1, padding: "same");
        Assert.Matches("^max_pooling2d(_[0-9]+)?$", layer.Name);
        Assert.Equal("MaxPooling2D", layer.TypeName);
        Assert.Equal("(None, 3, 3, 1)", new LayerHarness(layer, 3, 3, 1).OutputShape.ToString());
        Assert.Equal(
            [5f, 6, 6, 8, 9, 9, 8, 9, 9],
            new LayerHarness(layer, 3, 3, 1).Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })
        );
    }
}
