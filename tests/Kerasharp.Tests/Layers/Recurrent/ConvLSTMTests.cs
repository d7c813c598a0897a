using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Recurrent;

public class ConvLSTMTests
{
    [Fact]
    public void AllInputsGoThroughOneConvolution()
    {
        string graph = new LayerHarness(new ConvLSTM2D(3, 3, padding: "same"), 7, 6, 5, 2).InferenceGraph();
        // One outside of the turns; that of the state is within.
        Assert.Equal(1, GraphOperators.Of(graph).Count(op => op == "Scan"));
        Assert.Equal(1, GraphOperators.Of(graph).Count(op => op == "Conv"));
        // Into the order of the steps and out of it.
        Assert.Equal(2, GraphOperators.Of(graph).Count(op => op == "Transpose"));
    }

    [Fact]
    public void BatchAndTimeMayBeOpen()
    {
        var harness = new LayerHarness(new ConvLSTM1D(3, 2, returnSequences: true), -1, 6, 2);
        Assert.Equal("(None, None, 5, 3)", harness.OutputShape.ToString());
        Assert.Equal(2 * 4 * 5 * 3, harness.Predict(LayerHarness.Normal(2 * 4 * 6 * 2, 1), batch: 2).Length);
    }

    [Fact]
    public void WrongInputsAreRefused()
    {
        AssertRefused(new ConvLSTM1D(2, 3), [5, 6], "4 dimensions (batch, time, steps, channels) were expected");
        AssertRefused(new ConvLSTM2D(2, 3), [5, -1, 6, 2], "all but batch and time of (batch, time, height, width, channels)");
        AssertRefused(new ConvLSTM1D(2, 3), [5, 2, 1], "its window needs at least (None, 3, 1)");
        var layer = new ConvLSTM1D(2, 3).Built(5, 6, 1);
        Assert.Contains(
            "the layer was built for 1 channels",
            Assert.Throws<LayerException>(() => layer.Apply(new Input(5, 6, 2))).Message
        );
        Assert.Throws<ArgumentException>(() => new ConvLSTM1D(2, 3, strides: 2, dilationRate: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvLSTM3D(0, 3));

        static void AssertRefused(Layer layer, long[] shape, string expected) =>
            Assert.Contains(expected, Assert.Throws<LayerException>(() => layer.Apply(new Input(shape))).Message);
    }
}
