using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class GlobalPoolingTests
{
    [Fact]
    public void No_transposition_stands_behind_a_convolution()
    {
        var chain = new Chain(new Conv2D(4, 3, name: "c"), new GlobalAveragePooling2D(name: "g"));
        Assert.Equal(
            """
            test(x: float32[batch,10,10,3], c/kernel: float32[4,3,3,3], c/bias: float32[4])
              chain/c/Transpose: float32[batch,3,10,10] = Transpose(x) {perm=[0,3,1,2]}
              chain/c/Conv: float32[batch,4,8,8] = Conv(chain/c/Transpose, c/kernel, c/bias) {kernel_shape=[3,3]}
              y: float32[batch,4] = ReduceMean(chain/c/Conv, [2, 3]) {keepdims=0}
              return y = y

            """,
            new LayerHarness(chain, 10, 10, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new GlobalMaxPooling2D(keepDims: true), -1, -1, 1);
        Assert.Equal("(None, 1, 1, 1)", harness.OutputShape.ToString());
        Assert.Equal([9f], harness.Predict(new float[] { 1, 2, 3, 4, 9, 6, 7, 8, 5 }));
        harness = new LayerHarness(new GlobalAveragePooling1D(), -1, 2);
        Assert.Equal("(None, 2)", harness.OutputShape.ToString());
        Assert.Equal([2f, 3], harness.Predict(new float[] { 1, 2, 3, 4 }));
    }

    [Fact]
    public void Another_rank_is_refused_by_name()
    {
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new GlobalAveragePooling2D(name: "g"), 28, 28)
        );
        Assert.StartsWith(
            "Layer 'g': an input of shape (None, 28, 28) came; 4 dimensions (batch, height, width, channels) were expected.",
            error.Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new GlobalMaxPooling1D(), 2, 3, 4));
        Assert.Throws<ArgumentException>(() => new GlobalMaxPooling3D("first"));
    }
}
