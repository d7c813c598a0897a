namespace Kerasharp.Models.Plot.Layout;

/// <summary>An edge between two nodes of a level of a layout.</summary>
internal sealed class LevelEdge(LayoutNode from, PlotBox? fromBox, LayoutNode to, PlotBox? toBox)
{
    public LayoutNode From { get; } = from;

    public PlotBox? FromBox { get; } = fromBox;

    public LayoutNode To { get; } = to;

    public PlotBox? ToBox { get; } = toBox;

    /// <summary>Whether the edge leads to the same rank or upwards: it closes a circle, as a shared layer makes.</summary>
    public bool IsBack { get; set; }

    /// <summary>The pieces, in the edge's direction; those of a back edge between two points are run through from their end.</summary>
    public List<LayoutSegment> Pieces { get; } = [];
}
