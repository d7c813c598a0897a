using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class AdaptivePoolingTests
{
    [Fact]
    public void Sizes_that_divide_are_pooled_by_one_window()
    {
        var layer = new AdaptiveAveragePooling2D((2, 3), "channels_first", name: "a");
        Assert.Equal(
            """
            test(x: float32[batch,3,4,9])
              y: float32[batch,3,2,3] = AveragePool(x) {kernel_shape=[2,3], strides=[2,3]}
              return y = y

            """,
            new LayerHarness(layer, 3, 4, 9).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Other_averages_are_a_product_along_each_axis()
    {
        var layer = new AdaptiveAveragePooling2D((2, 3), "channels_first", name: "a");
        Assert.Equal(
            """
            test(x: float32[batch,3,5,7])
              a/MatMul: float32[batch,3,2,7] = MatMul(<float32[2,5]>, x)
              y: float32[batch,3,2,3] = MatMul(a/MatMul, <float32[7,3]>)
              return y = y

            """,
            new LayerHarness(layer, 3, 5, 7).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Other_maxima_are_taken_of_gathered_windows()
    {
        var layer = new AdaptiveMaxPooling1D(3, "channels_first", name: "a");
        Assert.Equal(
            """
            test(x: float32[batch,3,7])
              a/Gather: float32[batch,3,3,3] = Gather(x, <int64[3,3]>) {axis=2}
              y: float32[batch,3,3] = ReduceMax(a/Gather, [3]) {keepdims=0}
              return y = y

            """,
            new LayerHarness(layer, 3, 7).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void As_many_as_there_are_stay() =>
        new LayerHarness(new AdaptiveMaxPooling2D((3, 2)), 3, 2, 2).CheckAgainst((x, _) => x);

    [Fact]
    public void Unknown_sizes_are_refused_by_name()
    {
        var error = Assert.Throws<LayerException>(() =>
            new LayerHarness(new AdaptiveMaxPooling2D(3, name: "a"), -1, 5, 1)
        );
        Assert.Equal(
            "Layer 'a': an input of shape (None, None, 5, 1) came; the sizes of height, width must be known. Give their numbers to Input, or pool with a window of a fixed size.",
            error.Message
        );
        Assert.Throws<LayerException>(() => new LayerHarness(new AdaptiveAveragePooling1D(3), 4, 5, 1));
        Assert.Contains(
            "outputSize of (2, 0) came",
            Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveAveragePooling2D((2, 0))).Message
        );
    }
}
