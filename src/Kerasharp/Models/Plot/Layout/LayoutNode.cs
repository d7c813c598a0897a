namespace Kerasharp.Models.Plot.Layout;

/// <summary>
/// What stands in a rank of a layout: a box, a frame with its inside, or a point through which an edge runs between others. Sizes and
/// places are along the ranks (X) and across them (Y, growing in the edges' direction), whatever direction the picture has in the end.
/// </summary>
internal sealed class LayoutNode
{
    /// <summary>The box or frame; null for a point of an edge.</summary>
    public PlotNode? Content { get; init; }

    /// <summary>What the frame holds.</summary>
    public LevelPicture? Inside { get; init; }

    public double Width { get; init; }

    public double Height { get; init; }

    public int Rank { get; set; }

    /// <summary>The middle.</summary>
    public double X { get; set; }

    /// <summary>The upper end.</summary>
    public double Top { get; set; }

    public double Bottom => Top + Height;

    /// <summary>The pieces of edges that come from the rank above.</summary>
    public List<LayoutSegment> Above { get; } = [];

    /// <summary>The pieces of edges that lead to the rank below.</summary>
    public List<LayoutSegment> Below { get; } = [];

    /// <summary>Where an edge to a box within a frame enters it, from the middle on; 0 for others.</summary>
    public double Entry(PlotBox? box) => Inside is null ? 0 : Inside.Entries[box!][0].X - (Width / 2);

    /// <summary>Where an edge from a box within a frame leaves it, from the middle on; 0 for others.</summary>
    public double Exit(PlotBox? box) => Inside is null ? 0 : Inside.Exits[box!][^1].X - (Width / 2);
}
