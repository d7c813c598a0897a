namespace Kerasharp.Models.Plot;

/// <summary>A rectangle, from its left upper corner on.</summary>
internal readonly record struct PlotRect(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public PlotRect Shifted(double x, double y) => this with { X = X + x, Y = Y + y };

    /// <summary>Whether both have some area in common.</summary>
    public bool Overlaps(PlotRect other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}
