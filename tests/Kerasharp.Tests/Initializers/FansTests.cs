using Kerasharp.Initializers;

namespace Kerasharp.Tests.Initializers;

public class FansTests
{
    [Theory]
    [InlineData(new long[] { }, 1, 1)]
    [InlineData(new long[] { 7 }, 7, 7)]
    [InlineData(new long[] { 784, 128 }, 784, 128)]
    [InlineData(new long[] { 5, 16, 32 }, 80, 160)]
    [InlineData(new long[] { 3, 3, 64, 128 }, 576, 1152)]
    [InlineData(new long[] { 5, 5, 1, 6 }, 25, 150)]
    [InlineData(new long[] { 2, 3, 4, 5, 6 }, 120, 144)]
    public void Fans_are_counted_as_Keras_counts_them(long[] shape, long fanIn, long fanOut) =>
        Assert.Equal((fanIn, fanOut), Fans.Of(shape));

    [Theory]
    [InlineData(new long[] { 3, 4, 5 }, new[] { 0 }, new[] { 1, 2 }, 3, 20)]
    [InlineData(new long[] { 3, 4, 5 }, new[] { -3, 1 }, new[] { -1 }, 12, 5)]
    [InlineData(new long[] { 3, 4 }, new int[] { }, new[] { 1 }, 1, 4)]
    public void Given_axes_are_counted(long[] shape, int[] inputs, int[] outputs, long fanIn, long fanOut) =>
        Assert.Equal((fanIn, fanOut), Fans.Of(shape, inputs, outputs));

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void Axes_that_a_weight_lacks_are_refused(int axis)
    {
        var error = Assert.Throws<ArgumentException>(() => Fans.Of([3, 4], [0], [axis]));
        Assert.Contains($"Axis {axis} of a weight of shape (3, 4)", error.Message);
    }
}
