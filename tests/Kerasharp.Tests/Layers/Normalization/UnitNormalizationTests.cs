using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class UnitNormalizationTests
{
    [Fact]
    public void Vectors_get_length_1_and_zeros_stay()
    {
        float[] y = new LayerHarness(new UnitNormalization(), 2).Predict(new float[] { 3, 4, 0, 0 });
        LayerHarness.AssertClose([0.6, 0.8, 0, 0], y, "the output", 1e-6);
        Assert.All(
            new LayerHarness(new UnitNormalization(), 2).Train([3, 4, 0, 0]).InputGradient,
            g => Assert.True(float.IsFinite(g))
        );
    }

    [Fact]
    public void Axes_are_ones_of_the_input() =>
        Assert.Contains(
            "the axis [1, 2] must name axes of it",
            Assert.Throws<LayerException>(() => new LayerHarness(new UnitNormalization([1, 2]), 4)).Message
        );
}
