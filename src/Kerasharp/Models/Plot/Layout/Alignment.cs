namespace Kerasharp.Models.Plot.Layout;

/// <summary>Takes small steps out of edges, where the room beside them allows that, after nodes have been placed.</summary>
internal sealed class Alignment
{
    private readonly Dictionary<LayoutNode, (LayoutNode? Left, LayoutNode? Right)> _neighbours = [];
    private readonly List<List<LayoutNode>> _ranks;

    private Alignment(List<List<LayoutNode>> ranks)
    {
        _ranks = ranks;
        foreach (var rank in ranks)
            for (int i = 0; i < rank.Count; i++)
                _neighbours[rank[i]] = (i > 0 ? rank[i - 1] : null, i + 1 < rank.Count ? rank[i + 1] : null);
    }

    /// <summary>Moves frames so that one of their edges is straight, then the points of each edge one below the other.</summary>
    public static void Run(List<List<LayoutNode>> ranks)
    {
        var alignment = new Alignment(ranks);
        foreach (var node in ranks.SelectMany(r => r).Where(n => n.Inside is not null))
            alignment.AlignFrame(node);
        // What one edge makes way for, another may use.
        for (int round = 0; round < 2; round++)
            alignment.AlignEdges();
    }

    private void AlignFrame(LayoutNode frame)
    {
        var (low, high) = Room(frame);
        double wanted = frame
            .Above.Select(s => s.WantedTo)
            .Concat(frame.Below.Select(s => s.WantedFrom))
            .Where(x => x >= low && x <= high)
            .OrderBy(x => Math.Abs(x - frame.X))
            .FirstOrDefault(frame.X);
        frame.X = wanted;
    }

    private void AlignEdges()
    {
        var done = new HashSet<LayoutNode>();
        foreach (var start in _ranks.SelectMany(r => r).Where(n => n.Content is null))
        {
            var run = new List<LayoutNode>();
            var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var node = start; node is not null && done.Add(node); node = Next(node))
            {
                var room = Room(node);
                if (Math.Max(low, room.Low) > Math.Min(high, room.High))
                {
                    Set(run, low, high);
                    (run, low, high) = ([], room.Low, room.High);
                }
                (low, high) = (Math.Max(low, room.Low), Math.Min(high, room.High));
                run.Add(node);
            }
            Set(run, low, high);
        }
    }

    private static LayoutNode? Next(LayoutNode node) =>
        node.Below.Select(s => s.To).FirstOrDefault(n => n.Content is null);

    private static void Set(List<LayoutNode> run, double low, double high)
    {
        if (run.Count == 0)
            return;
        // Straight into the boxes at both ends, if that can be.
        foreach (var piece in run[0].Above.Concat(run[^1].Below))
        {
            var (a, b) =
                piece.To == run[0]
                    ? Ports.Reach(piece.From, piece.From.Exit(piece.FromBox))
                    : Ports.Reach(piece.To, piece.To.Entry(piece.ToBox));
            if (Math.Max(a, low) <= Math.Min(b, high))
                (low, high) = (Math.Max(a, low), Math.Min(b, high));
        }
        double x = Math.Clamp(run.Average(n => n.X), low, high);
        run.ForEach(n => n.X = x);
    }

    private (double Low, double High) Room(LayoutNode node)
    {
        var (left, right) = _neighbours[node];
        double low = left is null ? double.NegativeInfinity : left.X + Placement.Distance(left, node);
        double high = right is null ? double.PositiveInfinity : right.X - Placement.Distance(node, right);
        // Rounding must not leave less than no room.
        return (Math.Min(low, node.X), Math.Max(high, node.X));
    }
}
