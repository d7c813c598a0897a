using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Size2DTests
{
    [Fact]
    public void Numbers_pairs_and_arrays_convert()
    {
        Size2D square = 3;
        Size2D pair = (3, 5);
        Size2D array = new[] { 3, 5 };
        Assert.Equal(new Size2D(3, 3), square);
        Assert.Equal(new Size2D(3, 5), pair);
        Assert.Equal(pair, array);
        Assert.Equal("(3, 5)", pair.ToString());
    }

    [Fact]
    public void An_array_has_two_numbers() =>
        Assert.Contains("3 numbers came", Assert.Throws<ArgumentException>(() => (Size2D)new[] { 1, 2, 3 }).Message);
}
