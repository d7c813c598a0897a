using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class LayerNormalizationTests
{
    [Fact]
    public void Last_axes_are_one_operator_in_an_export()
    {
        Assert.Equal(["LayerNormalization"], Operators(new LayerNormalization(name: "n"), 5, 8));
        Assert.Equal(["LayerNormalization"], Operators(new LayerNormalization([3, 2]), 5, 4, 3));
        Assert.Equal(["LayerNormalization"], Operators(new LayerNormalization(center: false, scale: false), 8));
        Assert.DoesNotContain("Transpose", Operators(new LayerNormalization(1), 5, 8));
    }

    [Fact]
    public void Weights_have_the_axes_shape_in_ascending_order()
    {
        var layer = new LayerNormalization([-1, 1], name: "n");
        Assert.Equal("(None, 2, 3, 4)", new LayerHarness(layer, 2, 3, 4).OutputShape.ToString());
        Assert.Equal(["n/gamma (2, 4)", "n/beta (2, 4)"], layer.Weights.Select(w => $"{w.Path} {w.Shape}"));
        Assert.Equal("[-1, 1]", layer.Axis.ToString());
    }

    [Fact]
    public void Sizes_besides_the_axes_may_be_unknown()
    {
        var layer = new LayerNormalization();
        var harness = new LayerHarness(layer, -1, 2);
        Assert.Equal("(None, None, 2)", harness.OutputShape.ToString());
        float scaled = (float)(1 / Math.Sqrt(1 + 1e-3));
        LayerHarness.AssertClose(
            [-scaled, scaled, scaled, -scaled],
            harness.Predict(new float[] { 1, 3, 8, 6 }, batch: 1),
            "the output",
            1e-6
        );
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Large_means_do_not_spoil_the_variance(int axis)
    {
        long[] example = axis == 1 ? [3, 1] : [3];
        var harness = new LayerHarness(new LayerNormalization(axis), example);
        float[] x = [4095, 4096, 4097, 255, 255, 255];
        double scaled = 1 / Math.Sqrt(2.0 / 3 + 1e-3);
        LayerHarness.AssertClose([-scaled, 0, scaled, 0, 0, 0], harness.Predict(x), "the output", 1e-5);
        LayerHarness.AssertClose([-scaled, 0, scaled, 0, 0, 0], harness.Train(x).Output, "the output", 1e-5);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 1, -1 })]
    public void Axes_are_ones_of_the_input_and_not_the_batch(int[] axes)
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new LayerNormalization(axes, name: "n"), 4));
        Assert.StartsWith("Layer 'n': an input of shape (None, 4) came; the axis", error.Message);
        Assert.Contains("each once and not the batch", error.Message);
    }

    [Fact]
    public void Wrong_arguments_and_inputs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNormalization(epsilon: -1));
        Assert.Contains(
            "the size of the last axis must be known",
            Assert.Throws<LayerException>(() => new LayerHarness(new LayerNormalization(), 3, -1)).Message
        );
        var layer = new LayerNormalization();
        _ = new LayerHarness(layer, 4);
        Assert.Contains(
            "built for a size of 4 along axis 1",
            Assert.Throws<LayerException>(() => new LayerHarness(layer, 5)).Message
        );
    }

    private static IEnumerable<string> Operators(Layer layer, params long[] example) =>
        GraphOperators.Of(new LayerHarness(layer, example).InferenceGraph());
}
