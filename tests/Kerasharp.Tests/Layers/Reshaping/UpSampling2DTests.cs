using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class UpSampling2DTests
{
    [Theory]
    [InlineData("nearest")]
    [InlineData("bilinear")]
    [InlineData("bicubic")]
    public void Sizes_may_be_unknown(string interpolation)
    {
        float[] x = LayerHarness.Normal(16, seed: 3);
        var known = new LayerHarness(new UpSampling2D(3, interpolation: interpolation), 4, 4, 1);
        var unknown = new LayerHarness(new UpSampling2D(3, interpolation: interpolation), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", unknown.OutputShape.ToString());
        LayerHarness.AssertClose(LayerHarness.Doubles(known.Predict(x)), unknown.Predict(x), "the output", 1e-6);
    }

    [Fact]
    public void Elements_are_repeated_exactly_by_any_factor()
    {
        foreach (int factor in (int[])[2, 3, 5, 6, 7, 10, 49])
        {
            float[] y = new LayerHarness(new UpSampling1D(factor), 41, 1).Predict(
                Enumerable.Range(0, 41).Select(i => (float)i).ToArray()
            );
            Assert.Equal(Enumerable.Range(0, 41 * factor).Select(i => (float)(i / factor)), y);
        }
    }

    [Fact]
    public void No_transposition_stands_between_it_and_convolutions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, name: "c1"),
            new UpSampling2D(2, interpolation: "bilinear", name: "u"),
            new Conv2D(8, 3, name: "c2")
        );
        Assert.Equal(
            """
            test(x: float32[batch,10,10,3], c1/kernel: float32[4,3,3,3], c1/bias: float32[4], c2/kernel: float32[8,4,3,3], c2/bias: float32[8])
              chain/c1/Transpose: float32[batch,3,10,10] = Transpose(x) {perm=[0,3,1,2]}
              chain/c1/Conv: float32[batch,4,8,8] = Conv(chain/c1/Transpose, c1/kernel, c1/bias) {kernel_shape=[3,3]}
              chain/u/Resize: float32[batch,4,16,16] = Resize(chain/c1/Conv, -, [1, 1, 2, 2]) {mode=linear, coordinate_transformation_mode=half_pixel}
              chain/c2/Conv: float32[batch,8,14,14] = Conv(chain/u/Resize, c2/kernel, c2/bias) {kernel_shape=[3,3]}
              y: float32[batch,14,14,8] = Transpose(chain/c2/Conv) {perm=[0,2,3,1]}
              return y = y

            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Wrong_inputs_and_arguments_are_refused()
    {
        Assert.StartsWith(
            "The interpolation 'cubic' is not known; accepted are 'nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'.",
            Assert.Throws<ArgumentException>(() => new UpSampling2D(interpolation: "cubic")).Message
        );
        Assert.Equal(
            "Layer 'u': an input of shape (None, None, 4, 1) came; the sizes of height, width must be known. Give their numbers to Input, or use interpolation: \"bicubic\".",
            Assert
                .Throws<LayerException>(() =>
                    new LayerHarness(new UpSampling2D(interpolation: "lanczos3", name: "u"), -1, 4, 1)
                )
                .Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new UpSampling3D(), 3, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling1D(0));
        Assert.Equal("bilinear", new UpSampling2D(interpolation: "Bilinear").Interpolation);
    }
}
