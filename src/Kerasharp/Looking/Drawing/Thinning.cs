namespace Kerasharp.Looking.Drawing;

/// <summary>Leaves out points that nobody would see.</summary>
internal static class Thinning
{
    /// <summary>
    /// Of neighbours that stand in the same column of pixels the first, the lowest, the highest and the last: the line covers the same
    /// pixels as with all of them.
    /// </summary>
    public static List<(double X, double Y)> Columns(IReadOnlyList<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        for (int i = 0; i < points.Count; )
        {
            double column = Math.Floor(points[i].X);
            var (low, high, end) = (i, i, i + 1);
            for (; end < points.Count && Math.Floor(points[end].X) == column; end++)
            {
                if (points[end].Y < points[low].Y)
                    low = end;
                if (points[end].Y > points[high].Y)
                    high = end;
            }
            int[] chosen = [i, Math.Min(low, high), Math.Max(low, high), end - 1];
            kept.AddRange(chosen.Distinct().Select(k => points[k]));
            i = end;
        }
        return kept;
    }
}
