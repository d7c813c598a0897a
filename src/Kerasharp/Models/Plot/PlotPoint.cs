namespace Kerasharp.Models.Plot;

/// <summary>A point of a line.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Bends">Whether the piece that ends here goes from rank to rank at an angle, and may be curved.</param>
internal readonly record struct PlotPoint(double X, double Y, bool Bends = false)
{
    public PlotPoint Shifted(double x, double y) => this with { X = X + x, Y = Y + y };
}
