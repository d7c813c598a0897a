namespace Kerasharp.Models.Plot.Layout;

/// <summary>A level of a layout with all that is within it, from its left upper corner on.</summary>
internal sealed record LevelPicture
{
    public double Width { get; init; }

    public double Height { get; init; }

    public required IReadOnlyList<(PlotBox Box, PlotRect Area)> Boxes { get; init; }

    public required IReadOnlyList<(PlotGraph Graph, PlotRect Area)> Frames { get; init; }

    public required IReadOnlyList<(PlotEdge Edge, IReadOnlyList<PlotPoint> Points)> Routes { get; init; }

    /// <summary>From the upper border to the boxes that edges from outside reach.</summary>
    public required IReadOnlyDictionary<PlotBox, IReadOnlyList<PlotPoint>> Entries { get; init; }

    /// <summary>From the boxes whose edges lead outside to the lower border.</summary>
    public required IReadOnlyDictionary<PlotBox, IReadOnlyList<PlotPoint>> Exits { get; init; }
}
