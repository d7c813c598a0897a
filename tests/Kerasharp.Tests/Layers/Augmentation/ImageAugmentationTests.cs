using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class ImageAugmentationTests
{
    [Fact]
    public void One_image_is_a_batch_of_one()
    {
        float[] pixels = LayerHarness.Normal(5 * 4 * 3, seed: 3);
        float[] one = new LayerHarness(new AutoContrast((-1, 1)), 4, 3).Predict(pixels);
        Assert.Equal(new LayerHarness(new AutoContrast((-1, 1)), 5, 4, 3).Predict(pixels), one);
    }

    [Fact]
    public void Outside_training_nothing_is_left_of_the_random_ones() =>
        RandomDraws.AssertIdleOutsideTraining(new RandomColorJitter(brightnessFactor: 0.2, hueFactor: 0.1), 4, 5, 3);

    [Fact]
    public void Bytes_come_out_as_floating_point_numbers() =>
        Assert.Equal([0f, 51, 255, 102], new LayerHarness(new AutoContrast(), 2, 2, 1).Predict<byte>([10, 20, 60, 30]));

    [Fact]
    public void Heights_and_widths_may_be_unknown() =>
        Assert.Equal(
            [0f, 51, 255, 102],
            new LayerHarness(new AutoContrast(), -1, -1, 1).Predict<float>([10, 20, 60, 30], batch: 1)
        );

    [Fact]
    public void What_is_no_image_is_refused()
    {
        AssertRefused(new RandomInvert(), "4 dimensions (batch, height, width, channels)", 5);
        AssertRefused(new RandomHue(0.1), "3 channels (red, green and blue) were expected", 4, 4, 1);
        AssertRefused(new RandomGrayscale(), "3 channels (red, green and blue), or 1, were expected", 4, 4, 2);
        AssertRefused(new RandomHue(0.1, dataFormat: "channels_first"), "3 channels", 4, 4, 3);
        AssertRefused(new RandomSharpness(0.1), "the size of axis 3 must be known", 4, 4, -1);
        AssertRefused(
            new ContrastLimitedAdaptiveHistogramEqualization(),
            "a known height and width were expected to lay out tiles",
            -1,
            4,
            3
        );
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Contains(
            "odd numbers were expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGaussianBlur(kernelSize: (3, 4))).Message
        );
        Assert.Contains(
            "whole numbers of bits were expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPosterization((2.5, 3))).Message
        );
        Assert.Contains(
            "a probability of 0 to 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGrayscale(1.1)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Equalization(bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: -1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: (0, 2))
        );
    }

    /// <summary>A step that trains refuses it.</summary>
    private static void AssertRefused(Layer layer, string reason, params long[] example)
    {
        var step = new Kerasharp.Training.StepGraph("test");
        var context = new CallContext(step, training: true, ElementType.Float32, randomState: null);
        var shape = new Input(example) { Name = "x" }.Shape;
        var input = new SymbolicTensor(step.Graph.AddInput("x", ElementType.Float32, shape));
        Assert.Contains(reason, Assert.Throws<LayerException>(() => layer.Invoke(context, input)).Message);
    }
}
