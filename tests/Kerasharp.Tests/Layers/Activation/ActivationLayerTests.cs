using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ActivationLayerTests
{
    [Theory]
    [InlineData(null, 0, 0, "Relu")]
    [InlineData(null, 0.5, 0, "LeakyRelu")]
    [InlineData(null, 0, 0.5, "ThresholdedRelu")]
    public void ReLU_is_one_operator_where_there_is_one(double? max, double slope, double threshold, string op) =>
        Assert.Equal([op], GraphOperators.Of(new LayerHarness(new ReLU(max, slope, threshold), 4).InferenceGraph()));

    [Fact]
    public void Numbers_below_zero_are_refused()
    {
        Assert.Contains(
            "maxValue of -1 came; at least 0 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReLU(maxValue: -1)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReLU(negativeSlope: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReLU(threshold: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyReLU(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PReLU(sharedAxes: [0]));
    }

    [Fact]
    public void PReLU_shares_its_slopes_along_unknown_sizes()
    {
        var layer = new PReLU(sharedAxes: [1], name: "p");
        Assert.Equal("(None, None, 3)", new LayerHarness(layer, -1, 3).OutputShape.ToString());
        Assert.Equal("(1, 3)", layer.Alpha!.Shape.ToString());
        Assert.Contains(
            "the layer was built for (1, 3) behind the batch",
            Assert.Throws<LayerException>(() => new LayerHarness(layer, 5, 4)).Message
        );
        Assert.Contains(
            "the size of axis 1 must be known",
            Assert.Throws<LayerException>(() => new LayerHarness(new PReLU(), -1, 3)).Message
        );
        Assert.Contains(
            "which it must have",
            Assert.Throws<LayerException>(() => new LayerHarness(new PReLU(sharedAxes: [2]), 3)).Message
        );
    }

    [Fact]
    public void Softmax_refuses_axes_and_masks_that_do_not_fit()
    {
        Assert.Contains(
            "the axis [1, 3] must be of its 3, each once",
            Assert.Throws<LayerException>(() => new LayerHarness(new Softmax([1, 3]), 2, 3)).Message
        );
        Input scores = new(2, 3);
        Input mask = new(2) { ElementType = Kerasharp.Onnx.Graphs.ElementType.Bool };
        Assert.Contains(
            "a mask of shape (None, 2) came for an input of shape (None, 2, 3)",
            Assert.Throws<LayerException>(() => new Softmax().Apply([scores, mask])).Message
        );
        Assert.Contains("one or more", Assert.Throws<ArgumentException>(() => (Axes)Array.Empty<int>()).Message);
    }

    [Fact]
    public void Softmax_hands_a_mask_of_steps_on()
    {
        using var model = new Sequential([new Input(2, 2), new Masking(), new Softmax()]);
        model.Compile("sgd", "mse");
        float[,,] x =
        {
            {
                { 0, 0 },
                { 3, 3 },
            },
        };
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], model.Predict(x).ToFlat());
        float[,,] y =
        {
            {
                { 9, 9 },
                { 1, 1 },
            },
        };
        Assert.Equal(0.25, model.Evaluate(x, y, verbose: 0)["loss"], 1e-6);
    }
}
