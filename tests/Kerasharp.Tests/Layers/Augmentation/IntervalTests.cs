using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class IntervalTests
{
    [Fact]
    public void A_pair_of_either_order_is_a_range()
    {
        Assert.Equal(new Interval(0, 255), (Interval)(255, 0));
        Assert.Equal(new Interval(0, 1), (Interval)new[] { 0.0, 1 });
        Assert.Equal(new Interval(0, 255), new RandomHue(0.1).ValueRange);
        Assert.Equal(new Interval(-1, 1), new RandomHue(0.1, valueRange: (-1, 1)).ValueRange);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_range_of_no_pixels_is_refused(double lower, double upper) =>
        Assert.Contains(
            "two different numbers were expected",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => new AutoContrast(valueRange: new Interval(lower, upper)))
                .Message
        );

    [Fact]
    public void One_number_is_none() => Assert.Throws<ArgumentException>(() => (Interval)new[] { 1.0 });
}
