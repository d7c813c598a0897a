using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Conv2DTests
{
    public static TheoryData<ConvolutionCase> Cases =>
        [
            new ConvolutionCase
            {
                Height = 5,
                Width = 6,
                Channels = 2,
                Filters = 3,
                Kernel = 3,
            },
            new ConvolutionCase
            {
                Height = 5,
                Width = 6,
                Channels = 2,
                Filters = 3,
                Kernel = 3,
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 5,
                Width = 4,
                Channels = 1,
                Filters = 2,
                Kernel = (2, 3),
                Padding = "same",
                UseBias = false,
            },
            new ConvolutionCase
            {
                Height = 7,
                Width = 8,
                Channels = 2,
                Filters = 2,
                Kernel = 3,
                Strides = (2, 3),
            },
            new ConvolutionCase
            {
                Height = 7,
                Width = 8,
                Channels = 2,
                Filters = 2,
                Kernel = 3,
                Strides = 2,
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 7,
                Width = 6,
                Channels = 1,
                Filters = 2,
                Kernel = 1,
                Strides = 3,
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 7,
                Width = 8,
                Channels = 1,
                Filters = 2,
                Kernel = 3,
                Dilation = 2,
            },
            new ConvolutionCase
            {
                Height = 7,
                Width = 8,
                Channels = 1,
                Filters = 2,
                Kernel = 3,
                Dilation = (1, 3),
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 4,
                Width = 5,
                Channels = 4,
                Filters = 6,
                Kernel = 3,
                Groups = 2,
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 5,
                Width = 5,
                Channels = 3,
                Filters = 3,
                Kernel = 2,
                Groups = 3,
                Strides = 2,
            },
            new ConvolutionCase
            {
                Height = 4,
                Width = 4,
                Channels = 17,
                Filters = 2,
                Kernel = 3,
                Padding = "same",
            },
            new ConvolutionCase
            {
                Height = 4,
                Width = 5,
                Channels = 2,
                Filters = 3,
                Kernel = 1,
                Activation = "sigmoid",
            },
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_gradients_are_those_of_loops(ConvolutionCase c)
    {
        var harness = new LayerHarness(c.Layer(), c.Height, c.Width, c.Channels);
        var (height, width) = c.OutputSize;
        Assert.Equal($"(None, {height}, {width}, {c.Filters})", harness.OutputShape.ToString());
        harness.CheckAgainst(c.Loops, batch: 2);
    }

    [Theory]
    [InlineData("valid", 1)]
    [InlineData("same", 1)]
    [InlineData("same", 2)]
    public void Sizes_may_be_unknown(string padding, int stride)
    {
        var c = new ConvolutionCase
        {
            Height = 6,
            Width = 6,
            Channels = 2,
            Filters = 3,
            Kernel = 4,
            Strides = stride,
            Padding = padding,
        };
        var layer = c.Layer();
        var harness = new LayerHarness(layer, -1, -1, 2);
        Assert.Equal("(None, None, None, 3)", harness.OutputShape.ToString());
        harness.Scramble();
        float[] x = LayerHarness.Normal(6 * 6 * 2, seed: 3);
        LayerHarness.AssertClose(
            c.Loops(LayerHarness.Doubles(x), harness.ReadWeights()),
            harness.Predict(x),
            "the output"
        );
    }

    [Fact]
    public void Weights_are_in_Kerass_order_and_lie_in_ONNXs()
    {
        var layer = new Conv2D(32, kernelSize: (3, 5), groups: 2, name: "c");
        _ = new LayerHarness(layer, 8, 8, 4);
        Assert.Equal(["c/kernel", "c/bias"], layer.Weights.Select(w => w.Path));
        Assert.Equal("(3, 5, 2, 32)", layer.Kernel!.Shape.ToString());
        Assert.Equal([32, 2, 3, 5], layer.Kernel.State.Dims);
        Assert.Equal((3 * 5 * 2 * 32) + 32, layer.CountParams());
        // Glorot's limit counts the window into both fans.
        double limit = Math.Sqrt(6.0 / (15 * (2 + 32)));
        float[] kernel = LayerHarness.Get(layer.Kernel);
        Assert.All(kernel, k => Assert.InRange(k, -limit, limit));
        Assert.InRange(kernel.Max(), 0.95 * limit, limit);
        LayerHarness.Set(layer.Kernel, Enumerable.Range(0, kernel.Length).Select(i => (float)i).ToArray());
        Assert.Equal([0f, 32, 64], [At(0, 0, 0), At(0, 0, 1), At(0, 1, 0)]);

        float At(int u, int v, int c) => LayerHarness.Get(layer.Kernel!)[((u * 5 + v) * 2 + c) * 32];
    }

    [Fact]
    public void Names_are_as_in_Keras() => Assert.Matches("^conv2d(_[0-9]+)?$", new Conv2D(1, 1).Name);

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains(
            "'valid', 'same'",
            Assert.Throws<ArgumentException>(() => new Conv2D(1, 3, padding: "full")).Message
        );
        Assert.Contains("must divide", Assert.Throws<ArgumentException>(() => new Conv2D(3, 3, groups: 2)).Message);
        Assert.Contains("(3, 0) came", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, (3, 0))).Message);
        Assert.Contains(
            "strides",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 3, strides: 0)).Message
        );
        Assert.Contains(
            "dilationRate",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 3, dilationRate: -1)).Message
        );
        Assert.Contains(
            "strides of (2, 1) and a dilationRate of (1, 3) came; one of them must be 1.",
            Assert.Throws<ArgumentException>(() => new Conv2D(1, 3, strides: (2, 1), dilationRate: (1, 3))).Message
        );
        Assert.Throws<ArgumentException>(() => new Conv2D(1, 3, padding: "causal"));
        Assert.Throws<ArgumentException>(() => new Conv2D(1, 3, dataFormat: "channels"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(2, 3, groups: 0));
    }

    [Theory]
    [InlineData(
        new long[] { 28, 28 },
        "(None, 28, 28) came; 4 dimensions (batch, height, width, channels) were expected. Reshape it; an image of one channel has a last axis of 1."
    )]
    [InlineData(
        new long[] { 784 },
        "(None, 784) came; 4 dimensions (batch, height, width, channels) were expected. Reshape it."
    )]
    [InlineData(new long[] { 8, 2, 4 }, "(None, 8, 2, 4) came; its window needs at least (None, 3, 3, 4).")]
    [InlineData(
        new long[] { 8, 8, 3 },
        "(None, 8, 8, 3) came; a number of channels that 2 groups divide was expected, not 3."
    )]
    [InlineData(new long[] { 8, 8, -1 }, "(None, 8, 8, None) came; the size of the last axis must be known.")]
    public void Inputs_that_do_not_fit_are_refused_by_name(long[] example, string message)
    {
        var layer = new Conv2D(2, 3, groups: 2, name: "c");
        string came = Assert.Throws<LayerException>(() => new LayerHarness(layer, example)).Message;
        Assert.StartsWith("Layer 'c': an input of shape " + message, came);
        Assert.Empty(layer.Weights);
        Assert.False(layer.IsBuilt);
    }

    [Fact]
    public void A_second_input_has_as_many_channels_as_the_first()
    {
        var layer = new Conv2D(2, 3, name: "c");
        _ = new LayerHarness(layer, 8, 8, 3);
        var error = Assert.Throws<LayerException>(() => new LayerHarness(layer, 8, 8, 1));
        Assert.Contains("(None, 8, 8, 1) came; the layer was built for 3 channels", error.Message);
    }

    [Fact]
    public void Channels_may_come_first()
    {
        var layer = new Conv2D(2, (3, 5), padding: "same", dataFormat: "channels_first", name: "c");
        Assert.Equal("(None, 2, 8, None)", new LayerHarness(layer, 3, 8, -1).OutputShape.ToString());
        var few = Assert.Throws<LayerException>(() => new LayerHarness(layer, 8, 8, 3));
        Assert.Contains("(None, 8, 8, 3) came; the layer was built for 3 channels", few.Message);
        var open = Assert.Throws<LayerException>(() =>
            new LayerHarness(new Conv2D(2, 3, dataFormat: "channels_first"), -1, 8, 8)
        );
        Assert.Contains("the size of axis 1 must be known", open.Message);
    }

    [Fact]
    public void No_transposition_stands_between_convolutions_and_poolings()
    {
        var chain = new Chain(
            new Conv2D(4, 3, activation: "relu", name: "c1"),
            new MaxPooling2D(2, name: "p1"),
            new Conv2D(8, 3, padding: "same", name: "c2")
        );
        Assert.Equal(
            """
            test(x: float32[batch,10,10,3], c1/kernel: float32[4,3,3,3], c1/bias: float32[4], c2/kernel: float32[8,4,3,3], c2/bias: float32[8])
              chain/c1/Transpose: float32[batch,3,10,10] = Transpose(x) {perm=[0,3,1,2]}
              chain/c1/Conv: float32[batch,4,8,8] = Conv(chain/c1/Transpose, c1/kernel, c1/bias) {kernel_shape=[3,3]}
              chain/c1/Relu: float32[batch,4,8,8] = Relu(chain/c1/Conv)
              chain/p1/MaxPool: float32[batch,4,4,4], chain/p1/MaxPool:1: int64[batch,4,4,4] = MaxPool(chain/c1/Relu) {kernel_shape=[2,2], strides=[2,2]}
              chain/c2/Conv: float32[batch,8,4,4] = Conv(chain/p1/MaxPool, c2/kernel, c2/bias) {kernel_shape=[3,3], pads=[1,1,1,1]}
              y: float32[batch,4,4,8] = Transpose(chain/c2/Conv) {perm=[0,2,3,1]}
              return y = y

            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }
}
