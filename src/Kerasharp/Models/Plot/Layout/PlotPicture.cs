namespace Kerasharp.Models.Plot.Layout;

/// <summary>Where everything of a picture stands, from the left upper corner on.</summary>
internal sealed record PlotPicture
{
    public required string Name { get; init; }

    public double Width { get; init; }

    public double Height { get; init; }

    /// <summary>Whether edges lead to the left or right rather than up or down.</summary>
    public bool IsSideways { get; init; }

    public required IReadOnlyList<(PlotBox Box, PlotRect Area)> Boxes { get; init; }

    /// <summary>The frames of nested models, outer ones first.</summary>
    public required IReadOnlyList<(PlotGraph Graph, PlotRect Area)> Frames { get; init; }

    /// <summary>The edges, from box to box.</summary>
    public required IReadOnlyList<(PlotEdge Edge, IReadOnlyList<PlotPoint> Points)> Routes { get; init; }
}
