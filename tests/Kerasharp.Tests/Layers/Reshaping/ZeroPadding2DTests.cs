using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class ZeroPadding2DTests
{
    [Fact]
    public void No_transposition_stands_between_it_and_convolutions()
    {
        var chain = new Chain(
            new Conv2D(4, 3, name: "c1"),
            new ZeroPadding2D(((0, 1), (2, 3)), name: "z"),
            new Conv2D(8, 3, name: "c2")
        );
        Assert.Equal(
            """
            test(x: float32[batch,10,10,3], c1/kernel: float32[4,3,3,3], c1/bias: float32[4], c2/kernel: float32[8,4,3,3], c2/bias: float32[8])
              chain/c1/Transpose: float32[batch,3,10,10] = Transpose(x) {perm=[0,3,1,2]}
              chain/c1/Conv: float32[batch,4,8,8] = Conv(chain/c1/Transpose, c1/kernel, c1/bias) {kernel_shape=[3,3]}
              chain/z/Pad: float32[batch,4,9,13] = Pad(chain/c1/Conv, [0, 0, 0, 2, 0, 0, 1, 3])
              chain/c2/Conv: float32[batch,8,7,11] = Conv(chain/z/Pad, c2/kernel, c2/bias) {kernel_shape=[3,3]}
              y: float32[batch,7,11,8] = Transpose(chain/c2/Conv) {perm=[0,2,3,1]}
              return y = y

            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new ZeroPadding2D((1, 0)), -1, -1, 1);
        Assert.Equal("(None, None, None, 1)", harness.OutputShape.ToString());
        Assert.Equal([0f, 0, 1, 2, 3, 4, 0, 0], harness.Predict(new float[] { 1, 2, 3, 4 }));
    }

    [Fact]
    public void All_forms_of_margins_are_taken()
    {
        Assert.Equal(new Margins2D((2, 2), (2, 2)), new ZeroPadding2D(2).Padding);
        Assert.Equal(new Margins2D((1, 1), (2, 2)), new ZeroPadding2D((1, 2)).Padding);
        Assert.Equal(new Margins2D((1, 2), (3, 4)), new ZeroPadding2D(((1, 2), (3, 4))).Padding);
        Assert.Equal(new Margins2D((1, 1), (1, 1)), new ZeroPadding2D().Padding);
    }

    [Fact]
    public void Wrong_inputs_and_arguments_are_refused()
    {
        Assert.Contains(
            "padding of ((1, 1), (0, -1)) came; each must be at least 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding2D(((1, 1), (0, -1)))).Message
        );
        Assert.Contains(
            "padding of (-1, -1) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding1D(-1)).Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new ZeroPadding3D(), 3, 3, 1));
    }
}
