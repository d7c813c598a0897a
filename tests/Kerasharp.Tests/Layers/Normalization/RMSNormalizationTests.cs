using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class RMSNormalizationTests
{
    [Fact]
    public void The_mean_square_becomes_1()
    {
        var layer = new RMSNormalization(name: "r");
        float[] y = new LayerHarness(layer, 2).Predict(new float[] { 3, 4 });
        LayerHarness.AssertClose([3 / Math.Sqrt(12.5), 4 / Math.Sqrt(12.5)], y, "the output", 1e-6);
        Assert.Equal(["r/scale"], layer.Weights.Select(w => w.Path));
        Assert.Matches("^rms_normalization(_[0-9]+)?$", new RMSNormalization().Name);
    }

    [Fact]
    public void Wrong_arguments_and_inputs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RMSNormalization(epsilon: 0));
        Assert.Throws<LayerException>(() => new LayerHarness(new RMSNormalization(2), 4));
    }
}
