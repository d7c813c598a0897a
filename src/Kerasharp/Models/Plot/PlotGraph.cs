namespace Kerasharp.Models.Plot;

/// <summary>A whole picture, or the frame of a nested model: nodes, and the edges between them.</summary>
internal sealed class PlotGraph(string id, string name) : PlotNode(id)
{
    private readonly List<PlotNode> _nodes = [];
    private readonly List<PlotEdge> _edges = [];

    /// <summary>The model's name.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<PlotNode> Nodes => _nodes;

    public IReadOnlyList<PlotEdge> Edges => _edges;

    /// <summary>The nodes that take the model's inputs.</summary>
    public List<PlotNode> Takers { get; } = [];

    /// <summary>The nodes that give the model's outputs, and which of theirs it is.</summary>
    public List<(PlotNode Node, int Output)> Givers { get; } = [];

    public void Add(PlotNode node)
    {
        node.Parent = this;
        _nodes.Add(node);
    }

    /// <summary>Connects an output of a node with an input of another; within frames with the boxes that give and take. Each pair once.</summary>
    public void Connect(PlotNode from, int output, PlotNode to, int input)
    {
        while (from is PlotGraph inner)
            (from, output) = inner.Givers[output];
        while (to is PlotGraph inner)
            to = inner.Takers[input];
        var edge = new PlotEdge((PlotBox)from, (PlotBox)to);
        if (!_edges.Contains(edge))
            _edges.Add(edge);
    }

    /// <summary>The node of this graph in which a box lies: itself, or the frame around it.</summary>
    public PlotNode Child(PlotBox box)
    {
        PlotNode node = box;
        while (node.Parent != this)
            node = node.Parent!;
        return node;
    }

    /// <summary>All boxes, those in frames among them.</summary>
    public IEnumerable<PlotBox> AllBoxes() =>
        _nodes.SelectMany(n => n is PlotGraph inner ? inner.AllBoxes() : [(PlotBox)n]);

    /// <summary>All edges, those in frames among them.</summary>
    public IEnumerable<PlotEdge> AllEdges() =>
        _edges.Concat(_nodes.OfType<PlotGraph>().SelectMany(inner => inner.AllEdges()));
}
