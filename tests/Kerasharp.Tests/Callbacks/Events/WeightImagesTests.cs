using Kerasharp.Callbacks.Events;

namespace Kerasharp.Tests.Callbacks.Events;

public class WeightImagesTests
{
    [Theory]
    [InlineData(new long[] { 4 }, 1, 4, 1)]
    [InlineData(new long[] { 2, 5 }, 5, 2, 1)]
    [InlineData(new long[] { 5, 2 }, 5, 2, 1)]
    [InlineData(new long[] { 3, 2, 1, 7 }, 2, 3, 3)]
    [InlineData(new long[] { 3, 2, 3, 2 }, 2, 3, 2)]
    public void ShapesHavePictures(long[] shape, int width, int height, int count)
    {
        double[] elements = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => (double)i)];
        var images = WeightImages.Of(elements, shape)!.Value;
        Assert.Equal((width, height, count), (images.Width, images.Height, images.Pictures.Count));
        Assert.All(images.Pictures, p => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], p[..8]));
    }

    [Fact]
    public void OthersHaveNone()
    {
        Assert.Null(WeightImages.Of(new double[81 * 8], [3, 3, 9, 8]));
        Assert.Null(WeightImages.Of([1], []));
        Assert.Null(WeightImages.Of([], [0, 2]));
    }
}
