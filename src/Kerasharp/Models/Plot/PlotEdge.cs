namespace Kerasharp.Models.Plot;

/// <summary>Something that one box gives and another takes. The boxes may lie in different frames.</summary>
internal sealed record PlotEdge(PlotBox From, PlotBox To);
