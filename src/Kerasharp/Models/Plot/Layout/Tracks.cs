namespace Kerasharp.Models.Plot.Layout;

/// <summary>Gives the pieces of edges in a gap between ranks the tracks on which they go sideways, so that none lies on another.</summary>
internal static class Tracks
{
    private const double Clear = 7;

    /// <summary>Sets the tracks, from the upper rank on.</summary>
    /// <returns>How many there are.</returns>
    public static int Assign(IEnumerable<LayoutSegment> inGap)
    {
        var waiting = inGap.Where(s => s.Turns).OrderBy(Preference).ToList();
        var placed = new List<LayoutSegment>();
        int count = 0;
        while (waiting.Count > 0)
        {
            // One that comes down where another goes on must go aside before it.
            int next = waiting.FindIndex(s => !waiting.Exists(o => o != s && MustBeAbove(o, s)));
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

    private static bool Touches(LayoutSegment a, LayoutSegment b) =>
        !Together(a, b)
        && Math.Min(a.FromX, a.ToX) - Clear < Math.Max(b.FromX, b.ToX)
        && Math.Min(b.FromX, b.ToX) - Clear < Math.Max(a.FromX, a.ToX);

    // Pieces of one edge that parts may lie on each other, until they part.
    private static bool Together(LayoutSegment a, LayoutSegment b) =>
        a.Kind == SegmentKind.Down && b.Kind == SegmentKind.Down && a.From == b.From && a.FromX.Equals(b.FromX);
}
