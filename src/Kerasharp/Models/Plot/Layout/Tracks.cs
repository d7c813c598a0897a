namespace Kerasharp.Models.Plot.Layout;

/// <summary>Gives the pieces of edges in a gap between ranks the tracks on which they go sideways, so that none lies on another.</summary>
internal static class Tracks
{
    private const double Clear = 7;

    /// <summary>Sets the tracks, from the upper rank on.</summary>
    /// <returns>How many there are.</returns>
    public static int Assign(IEnumerable<LayoutSegment> inGap)
    {
        var all = inGap.ToArray();
        var waiting = all.Where(s => s.Turns).OrderBy(Preference).ToList();
        var placed = new List<LayoutSegment>();
        int count = 0;
        while (waiting.Count > 0)
        {
            // One that comes down where another goes on must go aside before it.
            int next = waiting.FindIndex(s => !waiting.Exists(o => o != s && MustBeAbove(o, s)));
            // Some wait for each other in a circle until an end is moved; where there is little room, only so far that both are seen.
            if (next < 0 && Resolve(waiting, all, Clear))
                continue;
            if (next < 0)
                Resolve(waiting, all, Clear / 2);
            var piece = waiting[Math.Max(next, 0)];
            waiting.Remove(piece);
            piece.Track = placed.Where(o => Touches(o, piece)).Select(o => o.Track + 1).DefaultIfEmpty(0).Max();
            count = Math.Max(count, piece.Track + 1);
            placed.Add(piece);
        }
        return count;
    }

    // Those to the right go aside the earlier the further right they begin, those to the left the other way round: so they do not cross.
    private static (int, double) Preference(LayoutSegment piece) =>
        piece.Kind switch
        {
            SegmentKind.AroundBottom => (0, Math.Abs(piece.ToX - piece.FromX)),
            SegmentKind.AroundTop => (2, -Math.Abs(piece.ToX - piece.FromX)),
            _ => (1, piece.ToX > piece.FromX ? -piece.FromX : piece.FromX),
        };

    private static bool MustBeAbove(LayoutSegment a, LayoutSegment b) =>
        a.Kind != SegmentKind.AroundTop
        && b.Kind != SegmentKind.AroundBottom
        && !Together(a, b)
        && Math.Abs(a.FromX - b.ToX) < Clear;

    private static bool Resolve(List<LayoutSegment> waiting, LayoutSegment[] all, double clear)
    {
        foreach (var piece in waiting)
        foreach (var other in waiting)
        {
            if (piece == other || !MustBeAbove(other, piece))
                continue;
            var others = all.Where(o => o != piece).ToArray();
            if (
                Free(
                    piece.To,
                    piece.ToX,
                    others.Where(o => o.To == piece.To).Select(o => o.ToX),
                    others.Select(o => o.FromX),
                    clear
                ) is
                { } to
            )
            {
                piece.ToX = to;
                return true;
            }
            others = all.Where(o => o != other).ToArray();
            if (
                Free(
                    other.From,
                    other.FromX,
                    others.Where(o => o.From == other.From).Select(o => o.FromX),
                    others.Select(o => o.ToX),
                    clear
                ) is
                { } from
            )
            {
                other.FromX = from;
                return true;
            }
        }
        return false;
    }

    /// <summary>The nearest place at a box's end that is clear of other edges of the box, and of those that end at the other side of the gap.</summary>
    private static double? Free(
        LayoutNode node,
        double x,
        IEnumerable<double> beside,
        IEnumerable<double> opposite,
        double clear
    )
    {
        if (node.Content is null || node.Inside is not null)
            return null;
        var (low, high) = Ports.Reach(node, 0);
        double[] near = [.. beside];
        double[] far = [.. opposite];
        foreach (int step in Enumerable.Range(1, 100))
        foreach (double place in (double[])[x - step, x + step])
            if (
                place >= low
                && place <= high
                && near.All(n => Math.Abs(n - place) > 3)
                && far.All(f => Math.Abs(f - place) >= clear)
            )
                return place;
        return null;
    }

    private static bool Touches(LayoutSegment a, LayoutSegment b) =>
        !Together(a, b)
        && Math.Min(a.FromX, a.ToX) - Clear < Math.Max(b.FromX, b.ToX)
        && Math.Min(b.FromX, b.ToX) - Clear < Math.Max(a.FromX, a.ToX);

    // Pieces of one edge that parts may lie on each other, until they part.
    private static bool Together(LayoutSegment a, LayoutSegment b) =>
        a.Kind == SegmentKind.Down && b.Kind == SegmentKind.Down && a.From == b.From && a.FromX.Equals(b.FromX);
}
