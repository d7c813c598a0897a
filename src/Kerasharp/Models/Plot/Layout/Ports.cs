namespace Kerasharp.Models.Plot.Layout;

/// <summary>Says where along a box's ends edges leave and enter it: straight above each other where the boxes allow that.</summary>
internal static class Ports
{
    // How far from a box's corner an edge ends at least, but for narrow boxes, and how far from the next edge.
    private const double Corner = 14;
    private const double CornerShare = 0.16;
    private const double Apart = 14;

    /// <summary>Sets the places of all pieces' ends.</summary>
    public static void Run(List<List<LayoutNode>> ranks, IReadOnlyList<LayoutSegment> segments)
    {
        foreach (var piece in segments)
        {
            var (a, b) = (
                Reach(piece.From, piece.From.Exit(piece.FromBox)),
                Reach(piece.To, piece.To.Entry(piece.ToBox))
            );
            double low = Math.Max(a.Low, b.Low);
            double high = Math.Min(a.High, b.High);
            double middle = ((a.Low + a.High) / 2 + ((b.Low + b.High) / 2)) / 2;
            bool straight = low <= high && piece.Kind == SegmentKind.Down;
            piece.FromX = straight ? Math.Clamp(middle, low, high) : Math.Clamp((b.Low + b.High) / 2, a.Low, a.High);
            piece.ToX = straight ? piece.FromX : Math.Clamp((a.Low + a.High) / 2, b.Low, b.High);
        }
        foreach (var node in ranks.SelectMany(r => r).Where(n => n is { Content: not null, Inside: null }))
        {
            Part(
                node,
                [.. segments.Where(s => s.From == node && s.Kind != SegmentKind.AroundTop)],
                s => s.FromX,
                (s, x) => s.FromX = x
            );
            Part(
                node,
                [.. segments.Where(s => s.To == node && s.Kind != SegmentKind.AroundBottom)],
                s => s.ToX,
                (s, x) => s.ToX = x
            );
        }
    }

    /// <summary>The places at which edges may end: all along a box, but for its corners; for others a point.</summary>
    public static (double Low, double High) Reach(LayoutNode node, double offset)
    {
        if (node.Content is null || node.Inside is not null)
            return (node.X + offset, node.X + offset);
        double half = (node.Width / 2) - Math.Min(Corner, CornerShare * node.Width);
        return (node.X - half, node.X + half);
    }

    private static void Part(
        LayoutNode node,
        LayoutSegment[] pieces,
        Func<LayoutSegment, double> get,
        Action<LayoutSegment, double> set
    )
    {
        if (pieces.Length < 2)
            return;
        Array.Sort(pieces, (a, b) => (get(a), a.FromX + a.ToX).CompareTo((get(b), b.FromX + b.ToX)));
        var (low, high) = Reach(node, 0);
        double apart = Math.Min(Apart, (high - low) / (pieces.Length - 1));
        double[] wanted = Array.ConvertAll(pieces, p => get(p));
        // What is straight stays so rather than what turns anyway.
        double[] weights = Array.ConvertAll(pieces, p => p.Turns ? 1.0 : 100);
        double[] places = Spread.Place(wanted, weights, [.. pieces.Select(_ => apart)]);
        double over = Math.Max(0, places[^1] - high);
        for (int i = 0; i < places.Length; i++)
            set(pieces[i], Math.Max(places[i] - over, low + (i * apart)));
    }
}
