namespace Kerasharp.Models.Plot;

/// <summary>What stands in a picture of a model: a box, or a frame around the boxes of a nested model.</summary>
/// <param name="id">A name that is unique in the picture.</param>
internal abstract class PlotNode(string id)
{
    public string Id { get; } = id;

    /// <summary>The frame around it; null for the whole picture.</summary>
    public PlotGraph? Parent { get; set; }
}
