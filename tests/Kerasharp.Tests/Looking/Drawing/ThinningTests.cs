using Kerasharp.Looking.Drawing;

namespace Kerasharp.Tests.Looking.Drawing;

public class ThinningTests
{
    [Fact]
    public void A_column_keeps_its_ends_and_extremes_in_their_order()
    {
        (double, double)[] points = [(0.1, 5), (0.2, 9), (0.3, 4), (0.4, 1), (0.9, 6), (1.5, 2), (2.5, 3), (2.6, 3)];
        Assert.Equal([(0.1, 5), (0.2, 9), (0.4, 1), (0.9, 6), (1.5, 2), (2.5, 3), (2.6, 3)], Thinning.Columns(points));
    }

    [Fact]
    public void Many_points_leave_four_for_each_column()
    {
        var random = new Random(1);
        (double X, double Y)[] points = [.. Enumerable.Range(0, 100_000).Select(i => (i / 500.0, random.NextDouble()))];
        var kept = Thinning.Columns(points);
        Assert.InRange(kept.Count, 200, 800);
        foreach (var column in points.GroupBy(p => Math.Floor(p.X)))
        {
            var left = kept.Where(p => Math.Floor(p.X) == column.Key).ToArray();
            Assert.Equal(column.Min(p => p.Y), left.Min(p => p.Y));
            Assert.Equal(column.Max(p => p.Y), left.Max(p => p.Y));
            Assert.Equal((column.First(), column.Last()), (left[0], left[^1]));
        }
    }
}
