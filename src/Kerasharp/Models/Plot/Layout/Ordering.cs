namespace Kerasharp.Models.Plot.Layout;

/// <summary>Orders the nodes within their ranks so that few edges cross: by the mean place of their neighbours, sweep by sweep.</summary>
internal sealed class Ordering(List<List<LayoutNode>> ranks)
{
    private const int Sweeps = 24;

    private readonly Dictionary<LayoutNode, int> _place = [];

    /// <summary>Orders all ranks.</summary>
    public void Run()
    {
        Start();
        var best = Copy();
        long fewest = Crossings();
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (
                int rank in down ? Enumerable.Range(1, ranks.Count - 1) : Enumerable.Range(0, ranks.Count - 1).Reverse()
            )
                Sort(rank, down);
            Exchange();
            long crossings = Crossings();
            if (crossings < fewest)
                (fewest, best) = (crossings, Copy());
        }
        for (int rank = 0; rank < ranks.Count; rank++)
            ranks[rank] = best[rank];
    }

    // Neighbours are met one after the other from above, so that what belongs together stands together.
    private void Start()
    {
        var met = new HashSet<LayoutNode>();
        var found = ranks.ConvertAll(_ => new List<LayoutNode>());
        foreach (var rank in ranks)
        foreach (var start in rank)
        {
            var open = new Stack<LayoutNode>([start]);
            while (open.TryPop(out var node))
            {
                if (!met.Add(node))
                    continue;
                found[node.Rank].Add(node);
                foreach (var piece in Enumerable.Reverse(node.Below))
                    open.Push(piece.To);
            }
        }
        for (int rank = 0; rank < ranks.Count; rank++)
            Set(rank, found[rank]);
    }

    private void Set(int rank, List<LayoutNode> nodes)
    {
        ranks[rank] = nodes;
        for (int i = 0; i < nodes.Count; i++)
            _place[nodes[i]] = i;
    }

    private List<List<LayoutNode>> Copy() => ranks.ConvertAll(r => r.ToList());

    private void Sort(int rank, bool down)
    {
        // What has no neighbours there keeps its place.
        double Wanted(LayoutNode node)
        {
            var places = down ? node.Above.Select(PlaceOfFrom) : node.Below.Select(PlaceOfTo);
            return places.DefaultIfEmpty(_place[node]).Average();
        }
        Set(rank, [.. ranks[rank].OrderBy(Wanted)]);
    }

    // Edges leave and enter frames at several places.
    private double PlaceOfFrom(LayoutSegment piece) =>
        _place[piece.From] + Share(piece.From, piece.From.Exit(piece.FromBox));

    private double PlaceOfTo(LayoutSegment piece) => _place[piece.To] + Share(piece.To, piece.To.Entry(piece.ToBox));

    private static double Share(LayoutNode node, double offset) => node.Width > 0 ? 0.5 * offset / node.Width : 0;

    // Exchanges neighbours as long as that takes crossings away.
    private void Exchange()
    {
        bool better = true;
        for (int round = 0; better && round < 10; round++)
        {
            better = false;
            foreach (var rank in ranks)
                for (int i = 0; i + 1 < rank.Count; i++)
                {
                    if (Between(rank[i], rank[i + 1]) <= Between(rank[i + 1], rank[i]))
                        continue;
                    (rank[i], rank[i + 1]) = (rank[i + 1], rank[i]);
                    _place[rank[i]] = i;
                    _place[rank[i + 1]] = i + 1;
                    better = true;
                }
        }
    }

    /// <summary>How many edges of two nodes cross if one stands to the left of the other.</summary>
    private int Between(LayoutNode left, LayoutNode right)
    {
        int count = 0;
        foreach (var a in left.Above)
        foreach (var b in right.Above)
            count += PlaceOfFrom(a) > PlaceOfFrom(b) ? 1 : 0;
        foreach (var a in left.Below)
        foreach (var b in right.Below)
            count += PlaceOfTo(a) > PlaceOfTo(b) ? 1 : 0;
        return count;
    }

    private long Crossings()
    {
        long count = 0;
        foreach (var rank in ranks)
        {
            var lower = rank.SelectMany(n => n.Below)
                .OrderBy(PlaceOfFrom)
                .ThenBy(PlaceOfTo)
                .Select(PlaceOfTo)
                .ToArray();
            // As many as there are pairs in the wrong order.
            var sorted = new List<double>();
            foreach (double place in lower)
            {
                int at = sorted.Count;
                while (at > 0 && sorted[at - 1] > place)
                    at--;
                count += sorted.Count - at;
                sorted.Insert(at, place);
            }
        }
        return count;
    }
}
