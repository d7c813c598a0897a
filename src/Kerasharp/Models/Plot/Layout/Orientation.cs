namespace Kerasharp.Models.Plot.Layout;

/// <summary>The direction in which a picture's edges lead, between a layout (always downwards) and the picture.</summary>
internal sealed class Orientation(string rankdir)
{
    private const double Border = 16;
    private const double Title = 22;
    private const double TitleSize = 14;

    /// <summary>Whether edges lead sideways.</summary>
    public bool IsSideways { get; } = rankdir is "LR" or "RL";

    private bool IsReversed { get; } = rankdir is "BT" or "RL";

    /// <summary>Width and height of the picture in the layout, and back.</summary>
    public (double Width, double Height) Swap(double width, double height) =>
        IsSideways ? (height, width) : (width, height);

    /// <summary>A frame around a level: a border on all sides, and room for the title above (in the picture).</summary>
    public LevelPicture Pad(LevelPicture level, string title)
    {
        double left = Border + (IsSideways ? Title : 0);
        double top = Border + (!IsSideways && !IsReversed ? Title : 0);
        double bottom = Border + (!IsSideways && IsReversed ? Title : 0);
        double length = TextWidth.Of(title, TitleSize, bold: false) + (2 * Border);
        double width = Math.Max(level.Width + left + Border, IsSideways ? 0 : length);
        double height = level.Height + top + bottom;
        // What a long title asks for beyond that lies on the right in the picture.
        double more = IsSideways ? Math.Max(0, length - height) : 0;
        height += more;
        if (IsReversed)
            top += more;
        var moved = Move(level, left, top);
        return moved with
        {
            Width = width,
            Height = height,
            Entries = moved.Entries.ToDictionary(
                e => e.Key,
                e => (IReadOnlyList<PlotPoint>)[new(e.Value[0].X, 0), .. e.Value]
            ),
            Exits = moved.Exits.ToDictionary(
                e => e.Key,
                e => (IReadOnlyList<PlotPoint>)[.. e.Value, new(e.Value[^1].X, height)]
            ),
        };
    }

    /// <summary>A point of the layout in the picture.</summary>
    /// <param name="point">The point.</param>
    /// <param name="height">The layout's height.</param>
    public PlotPoint Turn(PlotPoint point, double height)
    {
        double y = IsReversed ? height - point.Y : point.Y;
        return IsSideways ? new PlotPoint(y, point.X, point.Bends) : new PlotPoint(point.X, y, point.Bends);
    }

    /// <summary>A rectangle of the layout in the picture.</summary>
    public PlotRect Turn(PlotRect area, double height)
    {
        double y = IsReversed ? height - area.Bottom : area.Y;
        return IsSideways
            ? new PlotRect(y, area.X, area.Height, area.Width)
            : new PlotRect(area.X, y, area.Width, area.Height);
    }

    private static LevelPicture Move(LevelPicture level, double x, double y)
    {
        IReadOnlyList<PlotPoint> Moved(IReadOnlyList<PlotPoint> points) => [.. points.Select(p => p.Shifted(x, y))];
        return level with
        {
            Boxes = [.. level.Boxes.Select(b => (b.Box, b.Area.Shifted(x, y)))],
            Frames = [.. level.Frames.Select(f => (f.Graph, f.Area.Shifted(x, y)))],
            Routes = [.. level.Routes.Select(r => (r.Edge, Moved(r.Points)))],
            Entries = level.Entries.ToDictionary(e => e.Key, e => Moved(e.Value)),
            Exits = level.Exits.ToDictionary(e => e.Key, e => Moved(e.Value)),
        };
    }
}
