namespace Kerasharp.Models.Plot.Layout;

/// <summary>Places nodes along their ranks: in order, without overlaps, edges as straight as may be.</summary>
internal static class Placement
{
    private const int Rounds = 12;

    /// <summary>Sets where the nodes' middles are; the leftmost node begins at 0.</summary>
    public static void Run(List<List<LayoutNode>> ranks, IReadOnlyList<LayoutSegment> segments)
    {
        // A point that no other rank holds stays beside the node around which its edge leads.
        var beside = new Dictionary<LayoutNode, LayoutNode>();
        foreach (var turn in segments.Where(s => s.Kind != SegmentKind.Down))
            beside[turn.From.Content is null ? turn.From : turn.To] = turn.From.Content is null ? turn.To : turn.From;

        foreach (var rank in ranks)
            Set(rank, new double[rank.Count], [.. rank.Select(_ => 1.0)]);
        for (int round = 0; round < Rounds; round++)
        {
            bool both = round >= Rounds / 2;
            foreach (var rank in ranks)
                Sweep(rank, beside, above: true, below: both);
            foreach (var rank in Enumerable.Reverse(ranks))
                Sweep(rank, beside, above: both, below: true);
        }
        Alignment.Run(ranks);
        double left = ranks.SelectMany(r => r).Min(n => n.X - (n.Width / 2));
        foreach (var node in ranks.SelectMany(r => r))
            node.X -= left;
    }

    private static void Sweep(List<LayoutNode> rank, Dictionary<LayoutNode, LayoutNode> beside, bool above, bool below)
    {
        var wanted = new double[rank.Count];
        var weights = new double[rank.Count];
        for (int i = 0; i < rank.Count; i++)
        {
            var node = rank[i];
            double sum = 0;
            if (above)
                foreach (var piece in node.Above)
                    (sum, weights[i]) = (sum + (piece.Weight * piece.WantedTo), weights[i] + piece.Weight);
            if (below)
                foreach (var piece in node.Below)
                    (sum, weights[i]) = (sum + (piece.Weight * piece.WantedFrom), weights[i] + piece.Weight);
            if (weights[i] == 0)
            {
                weights[i] = 0.1;
                double place = beside.TryGetValue(node, out var other)
                    ? other.X + ((rank.IndexOf(other) < i ? 1 : -1) * Distance(other, node))
                    : node.X;
                sum = weights[i] * place;
            }
            wanted[i] = sum / weights[i];
        }
        Set(rank, wanted, weights);
    }

    private static void Set(List<LayoutNode> rank, double[] wanted, double[] weights)
    {
        var distances = new double[rank.Count];
        for (int i = 1; i < rank.Count; i++)
            distances[i] = Distance(rank[i - 1], rank[i]);
        double[] places = Spread.Place(wanted, weights, distances);
        for (int i = 0; i < places.Length; i++)
            rank[i].X = places[i];
    }

    /// <summary>How far the middles of two neighbours are apart at least.</summary>
    public static double Distance(LayoutNode a, LayoutNode b) => ((a.Width + b.Width) / 2) + Clear(a, b);

    // Between boxes, and between an edge and what is beside it.
    private static double Clear(LayoutNode a, LayoutNode b) =>
        a.Content is null && b.Content is null ? 14
        : a.Content is null || b.Content is null ? 20
        : 28;
}
