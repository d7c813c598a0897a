namespace Kerasharp.Models.Plot;

/// <summary>A layer, an operator between layers, or a model that is not expanded.</summary>
internal sealed class PlotBox(string id, BoxLabel label) : PlotNode(id)
{
    public BoxLabel Label { get; } = label;
}
