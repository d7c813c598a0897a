namespace Kerasharp.Models.Plot.Layout;

/// <summary>
/// A piece of an edge: from a node to one in the next rank, or around a node's lower or upper end, where an edge turns to lead upwards.
/// </summary>
internal sealed class LayoutSegment(SegmentKind kind, LayoutNode from, PlotBox? fromBox, LayoutNode to, PlotBox? toBox)
{
    public SegmentKind Kind { get; } = kind;

    public LayoutNode From { get; } = from;

    /// <summary>The box at which the edge begins, where <see cref="From"/> holds it.</summary>
    public PlotBox? FromBox { get; } = fromBox;

    public LayoutNode To { get; } = to;

    /// <summary>The box at which the edge ends, where <see cref="To"/> holds it.</summary>
    public PlotBox? ToBox { get; } = toBox;

    /// <summary>Where it leaves <see cref="From"/>.</summary>
    public double FromX { get; set; }

    /// <summary>Where it reaches <see cref="To"/>.</summary>
    public double ToX { get; set; }

    /// <summary>The track between the ranks on which it goes sideways.</summary>
    public int Track { get; set; }

    /// <summary>Whether it goes sideways. Less than one sees is no step, but leans.</summary>
    public bool Turns => Math.Abs(FromX - ToX) > 2.5;

    /// <summary>The gap between ranks in which it runs: gap i lies above rank i.</summary>
    public int Gap => Kind == SegmentKind.AroundTop ? To.Rank : From.Rank + 1;

    /// <summary>How much it wants to be straight: long edges more than short ones, as in Graphviz.</summary>
    public double Weight =>
        From.Content is null && To.Content is null ? 8
        : From.Content is null || To.Content is null ? 2
        : 1;

    /// <summary>Where <see cref="From"/>'s middle is to be for the piece to be straight.</summary>
    public double WantedFrom => To.X + To.Entry(ToBox) - From.Exit(FromBox);

    /// <summary>Where <see cref="To"/>'s middle is to be for the piece to be straight.</summary>
    public double WantedTo => From.X + From.Exit(FromBox) - To.Entry(ToBox);
}
