namespace Kerasharp.Models.Plot;

/// <summary>What a picture of a model is to show, with Keras's names and defaults.</summary>
internal sealed record PlotOptions
{
    private static readonly string[] Directions = ["TB", "BT", "LR", "RL"];
    private static readonly string[] Lines = ["ortho", "polyline", "line", "spline", "curved"];

    private readonly string _rankdir = "TB";
    private readonly string _splines = "ortho";
    private readonly int _dpi = 200;

    public bool ShowShapes { get; init; }

    public bool ShowDtype { get; init; }

    public bool ShowLayerNames { get; init; }

    public bool ExpandNested { get; init; }

    public bool ShowLayerActivations { get; init; }

    public bool ShowTrainable { get; init; }

    /// <summary>Where the edges lead: downwards, upwards, to the right, to the left.</summary>
    public string Rankdir
    {
        get => _rankdir;
        init => _rankdir = Directions.Contains(value) ? value : throw Unknown.Name("rankdir", value, Directions);
    }

    /// <summary>How edges are drawn: with right angles, straight, or curved.</summary>
    public string Splines
    {
        get => _splines;
        init => _splines = Lines.Contains(value) ? value : throw Unknown.Name("form of splines", value, Lines);
    }

    /// <summary>Pixels for each 72 units of the picture.</summary>
    public int Dpi
    {
        get => _dpi;
        init => _dpi = Layers.Arguments.Positive(value, "dpi");
    }
}
