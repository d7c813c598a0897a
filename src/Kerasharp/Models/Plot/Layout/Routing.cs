namespace Kerasharp.Models.Plot.Layout;

/// <summary>
/// Cuts edges into pieces from rank to rank, with a point in each rank that they pass. Edges from the same box share their points, as
/// Graphviz's "concentrate" has it.
/// </summary>
internal sealed class Routing(List<List<LayoutNode>> ranks)
{
    private readonly Dictionary<(LayoutNode, PlotBox?, int), LayoutNode> _shared = [];
    private readonly Dictionary<(LayoutNode, PlotBox?, LayoutNode, PlotBox?), LayoutSegment> _pieces = [];

    /// <summary>All pieces.</summary>
    public List<LayoutSegment> Segments { get; } = [];

    /// <summary>Cuts an edge.</summary>
    public void Add(LevelEdge edge)
    {
        if (edge.IsBack)
            AddBack(edge);
        else
            AddForward(edge);
    }

    private void AddForward(LevelEdge edge)
    {
        var at = edge.From;
        var box = edge.FromBox;
        for (int rank = edge.From.Rank + 1; rank < edge.To.Rank; rank++)
        {
            var key = (edge.From, edge.FromBox, rank);
            if (!_shared.TryGetValue(key, out var point))
                _shared[key] = point = Point(rank);
            edge.Pieces.Add(Piece(at, box, point, null));
            (at, box) = (point, null);
        }
        edge.Pieces.Add(Piece(at, box, edge.To, edge.ToBox));
    }

    // Out at the lower end, around it, up beside all that lies between, around the other's upper end, and in.
    private void AddBack(LevelEdge edge)
    {
        var beside = Enumerable
            .Range(edge.To.Rank, edge.From.Rank - edge.To.Rank + 1)
            .Select(Point)
            .Reverse()
            .ToArray();
        edge.Pieces.Add(Turn(SegmentKind.AroundBottom, edge.From, edge.FromBox, beside[0], null));
        for (int i = 0; i + 1 < beside.Length; i++)
            edge.Pieces.Add(Piece(beside[i + 1], null, beside[i], null));
        edge.Pieces.Add(Turn(SegmentKind.AroundTop, beside[^1], null, edge.To, edge.ToBox));
    }

    private LayoutNode Point(int rank)
    {
        var point = new LayoutNode { Rank = rank };
        ranks[rank].Add(point);
        return point;
    }

    private LayoutSegment Turn(SegmentKind kind, LayoutNode from, PlotBox? fromBox, LayoutNode to, PlotBox? toBox)
    {
        var turn = new LayoutSegment(kind, from, fromBox, to, toBox);
        Segments.Add(turn);
        return turn;
    }

    private LayoutSegment Piece(LayoutNode from, PlotBox? fromBox, LayoutNode to, PlotBox? toBox)
    {
        var key = (from, fromBox, to, toBox);
        if (_pieces.TryGetValue(key, out var piece))
            return piece;
        _pieces[key] = piece = Turn(SegmentKind.Down, from, fromBox, to, toBox);
        from.Below.Add(piece);
        to.Above.Add(piece);
        return piece;
    }
}
