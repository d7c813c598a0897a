using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class PermuteTests
{
    [Fact]
    public void Sizes_may_be_unknown()
    {
        var harness = new LayerHarness(new Permute([2, 1]), -1, 2);
        Assert.Equal("(None, 2, None)", harness.OutputShape.ToString());
        Assert.Equal([1f, 3, 5, 2, 4, 6], harness.Predict(new float[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Theory]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 1, 3 })]
    [InlineData(new[] { 1, 1 })]
    public void Orders_that_are_none_are_refused(int[] dims) =>
        Assert.Contains(
            $"dims of ({dims[0]}, {dims[1]}) came; each of the numbers from 1 to 2 was expected once.",
            Assert.Throws<ArgumentException>(() => new Permute(dims)).Message
        );

    [Fact]
    public void Another_rank_is_refused_by_name() =>
        Assert.StartsWith(
            "Layer 'p': an input of shape (None, 4) came; a batch and 2 more dimensions were expected.",
            Assert.Throws<LayerException>(() => new LayerHarness(new Permute([2, 1], "p"), 4)).Message
        );
}
