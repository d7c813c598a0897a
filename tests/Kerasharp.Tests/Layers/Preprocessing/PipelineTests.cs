using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class PipelineTests
{
    [Fact]
    public void Its_weights_are_those_of_its_layers()
    {
        var dense = new Dense(2);
        var layer = new Pipeline([new Rescaling(2), dense]);
        Assert.Equal("(None, 2)", new LayerHarness(layer, 3).OutputShape.ToString());
        Assert.Equal(dense.Weights, layer.Weights);
        Assert.Equal(dense.Weights, layer.TrainableWeights);
        layer.Trainable = false;
        Assert.Empty(layer.TrainableWeights);
    }

    [Fact]
    public void It_has_a_layer_at_least() =>
        Assert.Contains("Give layers", Assert.Throws<ArgumentException>(() => new Pipeline([])).Message);
}
