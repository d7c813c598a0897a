using Kerasharp.Looking.Drawing;

namespace Kerasharp.Tests.Looking.Drawing;

public class TicksTests
{
    private readonly Random _random = new(20261127);

    [Theory]
    [InlineData(0, 1, 6, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0.1, 0.3, 5, new[] { 0.1, 0.15, 0.2, 0.25, 0.3 })]
    [InlineData(-3, 7, 5, new[] { -5.0, 0, 5, 10 })]
    [InlineData(0.93, 0.99, 8, new[] { 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99 })]
    public void Linear_ones_are_as_close_as_there_may_be_so_many(
        double min,
        double max,
        int count,
        double[] expected
    ) => Assert.Equal(expected, Ticks.Linear(min, max, count));

    [Theory]
    [InlineData(1, 1000, 5, new[] { 1.0, 10, 100, 1000 })]
    [InlineData(0.02, 0.3, 6, new[] { 0.02, 0.05, 0.1, 0.2, 0.5 })]
    [InlineData(1e-8, 1, 5, new[] { 1e-8, 1e-6, 1e-4, 1e-2, 1 })]
    [InlineData(10, 14, 5, new[] { 10.0, 11, 12, 13, 14 })]
    public void Logarithmic_ones_are_round(double min, double max, int count, double[] expected) =>
        Assert.Equal(expected, Ticks.Logarithmic(min, max, count));

    [Fact]
    public void Linear_ones_cover_the_range_in_equal_steps_of_1_2_or_5()
    {
        for (int i = 0; i < 5000; i++)
        {
            double a = Drawn();
            double b = i % 3 == 0 ? a * (1 + (1e-6 * _random.NextDouble())) : Drawn();
            var (min, max) = (Math.Min(a, b), Math.Max(a, b));
            int count = _random.Next(3, 12);
            double[] ticks = Ticks.Linear(min, max, count);

            Assert.InRange(ticks.Length, 2, count);
            Assert.True(ticks[0] <= min && ticks[^1] >= max, $"{min:R} to {max:R} in {count}");
            double step = ticks[1] - ticks[0];
            double mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step * 1.0001)));
            Assert.Contains(new[] { 1.0, 2, 5 }, m => Math.Abs(mantissa - m) < 1e-3);
            for (int k = 1; k < ticks.Length; k++)
                Assert.Equal(1, (ticks[k] - ticks[k - 1]) / step, 1e-3);
        }
    }

    [Fact]
    public void Whole_ones_are_whole()
    {
        for (int i = 0; i < 2000; i++)
        {
            int min = _random.Next(100);
            int max = min + 1 + _random.Next(10_000);
            int count = _random.Next(3, 12);
            double[] ticks = Ticks.Linear(min, max, count, whole: true);

            Assert.InRange(ticks.Length, 2, count);
            Assert.True(ticks[0] <= min && ticks[^1] >= max);
            Assert.All(ticks, t => Assert.True(double.IsInteger(t)));
        }
    }

    [Fact]
    public void Logarithmic_ones_cover_the_range()
    {
        for (int i = 0; i < 5000; i++)
        {
            double a = Math.Abs(Drawn());
            double b = i % 2 == 0 ? a * (1 + (5 * _random.NextDouble())) : Math.Abs(Drawn());
            var (min, max) = (Math.Max(1e-300, Math.Min(a, b)), Math.Min(1e300, Math.Max(a, b)));
            int count = _random.Next(3, 12);
            double[] ticks = Ticks.Logarithmic(min, max, count);

            Assert.InRange(ticks.Length, 2, count);
            Assert.True(ticks[0] > 0 && ticks[0] <= min && ticks[^1] >= max, $"{min:R} to {max:R} in {count}");
            Assert.Equal(ticks.Order(), ticks);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-3e250)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    public void A_range_of_one_value_has_a_width(double value)
    {
        double[] ticks = Ticks.Linear(value, value, 5);
        Assert.InRange(ticks.Length, 2, 5);
        Assert.True(ticks[0] <= value && ticks[^1] >= value && ticks[^1] > ticks[0]);
    }

    // Of any size, from either side of 0.
    private double Drawn() =>
        (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-200, 200) / (_random.Next(20) + 1.0));
}
