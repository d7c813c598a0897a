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
}
