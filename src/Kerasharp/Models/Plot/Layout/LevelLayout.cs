namespace Kerasharp.Models.Plot.Layout;

/// <summary>
/// Lays out a graph in ranks, and frames within it in the same way, each for itself. Edges from outside come to a frame's upper border
/// and those to the outside leave at its lower one.
/// </summary>
internal sealed class LevelLayout
{
    private const double LeastGap = 40;
    private const double TrackGap = 9;

    // Room for the edges' ends, and for the arrows, above and below the tracks.
    private const double Lead = 12;
    private const double Arrow = 20;

    private readonly Orientation _orientation;
    private readonly PlotGraph _graph;
    private readonly Dictionary<PlotNode, LayoutNode> _nodes = [];
    private readonly Dictionary<PlotBox, LayoutNode> _entries = [];
    private readonly Dictionary<PlotBox, LayoutNode> _exits = [];
    private readonly List<LevelEdge> _edges = [];
    private readonly Dictionary<PlotEdge, LevelEdge> _own = [];
    private readonly bool _smooth;
    private List<List<LayoutNode>> _ranks = [];
    private (double Top, double Bottom)[] _bands = [];
    private double[] _gapTops = [];
    private int[] _tracks = [];
    private double[] _gaps = [];

    private LevelLayout(PlotGraph graph, Orientation orientation, bool smooth) =>
        (_graph, _orientation, _smooth) = (graph, orientation, smooth);

    /// <summary>Lays out a graph.</summary>
    /// <param name="graph">The graph, with all that is within it.</param>
    /// <param name="orientation">The picture's direction, by which boxes lie along or across the ranks.</param>
    /// <param name="smooth">Whether edges go from rank to rank at an angle rather than sideways and down.</param>
    /// <param name="entries">The boxes within it to which edges lead from outside.</param>
    /// <param name="exits">The boxes within it from which edges lead outside.</param>
    public static LevelPicture Run(
        PlotGraph graph,
        Orientation orientation,
        bool smooth,
        IReadOnlyCollection<PlotBox> entries,
        IReadOnlyCollection<PlotBox> exits
    )
    {
        var layout = new LevelLayout(graph, orientation, smooth);
        layout.AddNodes(entries, exits);
        layout.AddEdges();
        var segments = layout.Rank();
        new Ordering(layout._ranks).Run();
        Placement.Run(layout._ranks, segments);
        Ports.Run(layout._ranks, segments);
        layout.PlaceAcross(segments);
        return layout.Picture();
    }

    private void AddNodes(IReadOnlyCollection<PlotBox> entries, IReadOnlyCollection<PlotBox> exits)
    {
        var inner = _graph
            .Nodes.OfType<PlotGraph>()
            .ToDictionary(g => g, _ => (In: new HashSet<PlotBox>(), Out: new HashSet<PlotBox>()));
        foreach (var box in entries.Concat(_graph.Edges.Select(e => e.To)))
            if (_graph.Child(box) is PlotGraph frame)
                inner[frame].In.Add(box);
        foreach (var box in exits.Concat(_graph.Edges.Select(e => e.From)))
            if (_graph.Child(box) is PlotGraph frame)
                inner[frame].Out.Add(box);
        foreach (var node in _graph.Nodes)
        {
            if (node is PlotGraph frame)
                _nodes[node] = FrameNode(frame, Run(frame, _orientation, _smooth, inner[frame].In, inner[frame].Out));
            else
            {
                var box = new BoxFrame(((PlotBox)node).Label);
                var (width, height) = _orientation.Swap(box.Width, box.Height);
                _nodes[node] = new LayoutNode
                {
                    Content = node,
                    Width = width,
                    Height = height,
                };
            }
        }
        foreach (var box in entries)
            _entries[box] = new LayoutNode();
        foreach (var box in exits)
            _exits[box] = new LayoutNode();
    }

    private LayoutNode FrameNode(PlotGraph frame, LevelPicture inside)
    {
        var padded = _orientation.Pad(inside, frame.Name);
        return new LayoutNode
        {
            Content = frame,
            Inside = padded,
            Width = padded.Width,
            Height = padded.Height,
        };
    }

    private void AddEdges()
    {
        foreach (var (box, node) in _entries)
            _edges.Add(new LevelEdge(node, null, _nodes[_graph.Child(box)], box));
        foreach (var edge in _graph.Edges)
            _edges.Add(
                _own[edge] = new LevelEdge(
                    _nodes[_graph.Child(edge.From)],
                    edge.From,
                    _nodes[_graph.Child(edge.To)],
                    edge.To
                )
            );
        foreach (var (box, node) in _exits)
            _edges.Add(new LevelEdge(_nodes[_graph.Child(box)], box, node, null));
    }

    private List<LayoutSegment> Rank()
    {
        LayoutNode[] nodes = [.. _entries.Values, .. _graph.Nodes.Select(n => _nodes[n]), .. _exits.Values];
        Ranking.Assign(nodes, _edges, _entries.Values, _exits.Values);
        _ranks = [.. Enumerable.Range(0, nodes.Max(n => n.Rank) + 1).Select(_ => new List<LayoutNode>())];
        foreach (var node in nodes)
            _ranks[node.Rank].Add(node);
        var routing = new Routing(_ranks);
        _edges.ForEach(routing.Add);
        return routing.Segments;
    }

    private void PlaceAcross(List<LayoutSegment> segments)
    {
        int count = _ranks.Count;
        _tracks = new int[count + 1];
        _gaps = new double[count + 1];
        _gapTops = new double[count + 1];
        _bands = new (double, double)[count];
        foreach (var gap in segments.GroupBy(s => s.Gap))
            // At an angle only what turns around a node needs tracks.
            _tracks[gap.Key] = Tracks.Assign(_smooth ? gap.Where(s => s.Kind != SegmentKind.Down) : gap);
        double y = 0;
        for (int i = 0; i <= count; i++)
        {
            double needed = _tracks[i] == 0 ? 0 : Lead + Arrow + ((_tracks[i] + 1) * TrackGap);
            bool outside = i == 0 || i == count;
            bool open = outside || _ranks[i - 1].TrueForAll(IsBorder) || _ranks[i].TrueForAll(IsBorder);
            _gaps[i] = open ? needed : Math.Max(LeastGap, needed);
            _gapTops[i] = y;
            y += _gaps[i];
            if (outside && i == count)
                break;
            double height = _ranks[i].Max(n => n.Height);
            foreach (var node in _ranks[i])
                node.Top = node.Content is null ? y : y + ((height - node.Height) / 2);
            _bands[i] = (y, y + height);
            y += height;
        }
    }

    // What stands for the outside, where no arrow begins or ends.
    private bool IsBorder(LayoutNode node) => _entries.ContainsValue(node) || _exits.ContainsValue(node);

    private LevelPicture Picture()
    {
        var boxes = new List<(PlotBox, PlotRect)>();
        var frames = new List<(PlotGraph, PlotRect)>();
        var routes = new List<(PlotEdge, IReadOnlyList<PlotPoint>)>();
        foreach (var (content, node) in _nodes)
        {
            var area = new PlotRect(node.X - (node.Width / 2), node.Top, node.Width, node.Height);
            if (content is PlotBox box)
                boxes.Add((box, area));
            if (content is not PlotGraph graph)
                continue;
            frames.Add((graph, area));
            var inside = node.Inside!;
            boxes.AddRange(inside.Boxes.Select(b => (b.Box, b.Area.Shifted(area.X, area.Y))));
            frames.AddRange(inside.Frames.Select(f => (f.Graph, f.Area.Shifted(area.X, area.Y))));
            routes.AddRange(inside.Routes.Select(r => (r.Edge, Shifted(r.Points, area.X, area.Y))));
        }
        foreach (var (edge, own) in _own)
            routes.Add((edge, Points(own)));
        var all = _ranks.SelectMany(r => r).ToArray();
        var entries = new Dictionary<PlotBox, IReadOnlyList<PlotPoint>>();
        var exits = new Dictionary<PlotBox, IReadOnlyList<PlotPoint>>();
        foreach (var edge in _edges)
            if (edge.FromBox is null)
                entries[edge.ToBox!] = Points(edge);
            else if (edge.ToBox is null)
                exits[edge.FromBox] = Points(edge);
        return new LevelPicture
        {
            Width = all.Max(n => n.X + (n.Width / 2)),
            Height = _gapTops[^1] + _gaps[^1],
            Boxes = boxes,
            Frames = frames,
            Routes = routes,
            Entries = entries,
            Exits = exits,
        };
    }

    private List<PlotPoint> Points(LevelEdge edge)
    {
        var points = new List<PlotPoint>();
        if (edge.From.Inside is { } source)
            points.AddRange(Shifted(source.Exits[edge.FromBox!], edge.From.X - (edge.From.Width / 2), edge.From.Top));
        foreach (var piece in edge.Pieces)
        {
            var run = Points(piece);
            // Between two points beside the nodes a back edge leads upwards.
            if (edge.IsBack && piece.Kind == SegmentKind.Down)
                run.Reverse();
            points.AddRange(run);
        }
        if (edge.To.Inside is { } target)
            points.AddRange(Shifted(target.Entries[edge.ToBox!], edge.To.X - (edge.To.Width / 2), edge.To.Top));
        return points;
    }

    private List<PlotPoint> Points(LayoutSegment piece)
    {
        double track =
            _gapTops[piece.Gap]
            + Lead
            + ((_gaps[piece.Gap] - Lead - Arrow) * (piece.Track + 1) / (_tracks[piece.Gap] + 1));
        double begin = piece.Kind == SegmentKind.AroundTop ? _bands[piece.From.Rank].Top : LowerEnd(piece.From);
        double end = piece.Kind == SegmentKind.AroundBottom ? _bands[piece.To.Rank].Bottom : UpperEnd(piece.To);
        var points = new List<PlotPoint> { new(piece.FromX, begin) };
        if (_smooth && piece.Kind == SegmentKind.Down)
        {
            points.Add(new(piece.FromX, _bands[piece.From.Rank].Bottom));
            points.Add(
                new(piece.ToX, _bands[piece.To.Rank].Top - (piece.To.Content is null ? 0 : Lead), Bends: piece.Turns)
            );
        }
        else if (piece.Turns)
        {
            points.Add(new(piece.FromX, track));
            points.Add(new(piece.ToX, track));
        }
        points.Add(new(piece.ToX, end));
        return points;
    }

    private double LowerEnd(LayoutNode node) => node.Content is null ? _bands[node.Rank].Bottom : node.Bottom;

    private double UpperEnd(LayoutNode node) => node.Content is null ? _bands[node.Rank].Top : node.Top;

    private static IReadOnlyList<PlotPoint> Shifted(IReadOnlyList<PlotPoint> points, double x, double y) =>
        [.. points.Select(p => p.Shifted(x, y))];
}
