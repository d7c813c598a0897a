namespace Kerasharp.Datasets.Tests;

public class NumpyRandomTests
{
    // numpy.random.RandomState(seed).shuffle(arange(10)), NumPy 1.24.
    [Theory]
    [InlineData(0u, new[] { 2, 8, 4, 9, 1, 6, 7, 3, 0, 5 })]
    [InlineData(113u, new[] { 9, 3, 6, 1, 0, 7, 4, 8, 2, 5 })]
    [InlineData(2147483647u, new[] { 4, 5, 2, 6, 3, 1, 7, 0, 8, 9 })]
    public void Orders_as_numpy(uint seed, int[] expected) => Assert.Equal(expected, new NumpyRandom(seed).Order(10));

    [Fact]
    public void Orders_many_as_numpy()
    {
        var order = new NumpyRandom(113).Order(25000);
        Assert.Equal([7798, 13226, 18078, 793, 17499, 23003], order[..6]);
        Assert.Equal([22690, 4828, 14501], order[^3..]);
        Assert.Equal(3919982184325, order.Select((value, i) => (long)value * i).Sum());
        Assert.Equal(Enumerable.Range(0, 25000), order.Order());
    }
}
