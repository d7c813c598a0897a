namespace Kerasharp.Tests;

public class AxesTests
{
    [Fact]
    public void Numbers_arrays_and_lists_convert()
    {
        Axes one = -1;
        Axes array = new[] { 0, 2 };
        Axes list = [1, 0];
        Assert.Equal([-1], one);
        Assert.Equal([0, 2], array.ToArray());
        Assert.Equal((2, 0), (list.Count, list[1]));
        Assert.Equal(("-1", "[0, 2]"), (one.ToString(), array.ToString()));
    }

    [Fact]
    public void They_are_a_copy()
    {
        int[] given = [0, 1];
        Axes axes = given;
        given[0] = 5;
        axes.ToArray()[1] = 6;
        Assert.Equal([0, 1], axes);
    }

    [Fact]
    public void None_and_twice_the_same_are_refused()
    {
        Assert.Contains("[] came", Assert.Throws<ArgumentException>(() => Axes.Create([])).Message);
        Assert.Contains("[1, 1] came", Assert.Throws<ArgumentException>(() => (Axes)new[] { 1, 1 }).Message);
    }
}
