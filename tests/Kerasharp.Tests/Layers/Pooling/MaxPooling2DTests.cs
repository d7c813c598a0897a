using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class MaxPooling2DTests
{
    [Theory]
    [InlineData(6, 4, 2, 2, 2, 2, "valid")]
    [InlineData(7, 5, 2, 2, 2, 2, "valid")]
    [InlineData(7, 5, 2, 2, 2, 2, "same")]
    [InlineData(7, 6, 3, 2, 2, 1, "valid")]
    [InlineData(7, 6, 3, 3, 1, 2, "same")]
    [InlineData(7, 6, 1, 2, 3, 2, "valid")]
    public void Output_and_gradient_are_those_of_loops(
        int height,
        int width,
        int poolHeight,
        int poolWidth,
        int down,
        int across,
        string padding
    )
    {
        var harness = new LayerHarness(
            new MaxPooling2D((poolHeight, poolWidth), (down, across), padding),
            height,
            width,
            2
        );
        int outHeight = Windows.Count(height, poolHeight, down, 1, padding);
        int outWidth = Windows.Count(width, poolWidth, across, 1, padding);
        Assert.Equal($"(None, {outHeight}, {outWidth}, 2)", harness.OutputShape.ToString());
        int top = Windows.Before(height, poolHeight, down, 1, padding);
        int left = Windows.Before(width, poolWidth, across, 1, padding);
        harness.CheckAgainst(Loops);

        double[] Loops(double[] x, IReadOnlyDictionary<string, double[]> _)
        {
            int batch = x.Length / (height * width * 2);
            var y = new List<double>();
            for (int b = 0; b < batch; b++)
            for (int i = 0; i < outHeight; i++)
            for (int j = 0; j < outWidth; j++)
            for (int c = 0; c < 2; c++)
            {
                double greatest = double.NegativeInfinity;
                for (int row = Math.Max(0, i * down - top); row < Math.Min(height, i * down - top + poolHeight); row++)
                for (
                    int column = Math.Max(0, j * across - left);
                    column < Math.Min(width, j * across - left + poolWidth);
                    column++
                )
                    greatest = Math.Max(greatest, x[((b * height + row) * width + column) * 2 + c]);
                y.Add(greatest);
            }
            return [.. y];
        }
    }

    [Fact]
    public void The_window_is_two_and_steps_are_the_windows_by_default()
    {
        Assert.Equal("(None, 13, 13, 5)", new LayerHarness(new MaxPooling2D(), 26, 27, 5).OutputShape.ToString());
        Assert.Equal("(None, 8, 5, 5)", new LayerHarness(new MaxPooling2D((3, 5)), 26, 27, 5).OutputShape.ToString());
        Assert.Equal(new Size2D(3, 5), new MaxPooling2D((3, 5)).Strides);
    }

    [Fact]
    public void Of_equal_elements_the_first_gets_the_gradient()
    {
        var run = new LayerHarness(new MaxPooling2D(2), 2, 2, 1).Train([7, 7, 7, 7]);
        Assert.Equal([run.Weighting[0], 0, 0, 0], run.InputGradient);
    }

    [Fact]
    public void Padding_never_wins() =>
        Assert.Equal(
            [-5f],
            new LayerHarness(new MaxPooling2D(2, padding: "same"), 1, 1, 1).Predict(new float[] { -5 })
        );

    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new MaxPooling2D(2, padding: "same"), -1, -1, 1);
        Assert.Equal([5f, 6, 8, 9], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
    }

    [Fact]
    public void It_has_no_weights()
    {
        var layer = new MaxPooling2D();
        _ = new LayerHarness(layer, 4, 4, 1);
        Assert.Empty(layer.Weights);
        Assert.False(layer.NeedsBuild);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_by_name()
    {
        var error = Assert.Throws<LayerException>(() => new LayerHarness(new MaxPooling2D(3, name: "p"), 2, 5, 1));
        Assert.StartsWith(
            "Layer 'p': an input of shape (None, 2, 5, 1) came; its window needs at least (None, 3, 3, 1).",
            error.Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new MaxPooling2D(2), 2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D(0));
        Assert.Throws<ArgumentException>(() => new MaxPooling2D(2, padding: "causal"));
    }
}
