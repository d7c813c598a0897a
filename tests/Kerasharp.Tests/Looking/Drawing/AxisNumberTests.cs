using Kerasharp.Looking.Drawing;

namespace Kerasharp.Tests.Looking.Drawing;

public class AxisNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(-0.3, "-0.3")]
    [InlineData(1000, "1000")]
    [InlineData(10_000, "10,000")]
    [InlineData(2_500_000, "2.5e6")]
    [InlineData(0.0005, "0.0005")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(1e300, "1e300")]
    public void Ticks_are_short(double value, string expected) => Assert.Equal(expected, AxisNumber.Tick(value));

    [Theory]
    [InlineData(0.0973411, "0.09734")]
    [InlineData(12.3456, "12.35")]
    [InlineData(123456.7, "123,457")]
    [InlineData(0.00012346, "0.0001235")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Values_have_four_digits(double value, string expected) =>
        Assert.Equal(expected, AxisNumber.Short(value));
}
