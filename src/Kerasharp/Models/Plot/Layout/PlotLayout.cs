namespace Kerasharp.Models.Plot.Layout;

/// <summary>Lays out the graph of a model: boxes in ranks, edges around them.</summary>
internal static class PlotLayout
{
    private const double Margin = 8;

    /// <summary>Where everything stands.</summary>
    public static PlotPicture Of(PlotGraph graph, PlotOptions options)
    {
        var orientation = new Orientation(options.Rankdir);
        var level = LevelLayout.Run(graph, orientation, smooth: options.Splines != "ortho", [], []);
        var (width, height) = orientation.Swap(level.Width, level.Height);
        PlotRect Area(PlotRect area) => orientation.Turn(area, level.Height).Shifted(Margin, Margin);
        PlotPoint[] Points(IReadOnlyList<PlotPoint> points) =>
            Simplified([.. points.Select(p => orientation.Turn(p, level.Height).Shifted(Margin, Margin))]);
        return new PlotPicture
        {
            Name = graph.Name,
            Width = width + (2 * Margin),
            Height = height + (2 * Margin),
            IsSideways = orientation.IsSideways,
            Boxes = [.. level.Boxes.Select(b => (b.Box, Area(b.Area)))],
            Frames = [.. level.Frames.Select(f => (f.Graph, Area(f.Area)))],
            Routes = [.. level.Routes.Select(r => (r.Edge, (IReadOnlyList<PlotPoint>)Points(r.Points)))],
        };
    }

    // Without points that lie on a straight line between their neighbours.
    private static PlotPoint[] Simplified(List<PlotPoint> points)
    {
        for (int i = points.Count - 1; i > 0; i--)
            if (Same(points[i].X, points[i - 1].X) && Same(points[i].Y, points[i - 1].Y))
                points.RemoveAt(i == points.Count - 1 ? i - 1 : i);
        for (int i = points.Count - 2; i > 0; i--)
        {
            var (a, b, c) = (points[i - 1], points[i], points[i + 1]);
            bool straight = (Same(a.X, b.X) && Same(b.X, c.X)) || (Same(a.Y, b.Y) && Same(b.Y, c.Y));
            if (straight && !b.Bends && !c.Bends)
                points.RemoveAt(i);
        }
        return [.. points];
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) < 0.01;
}
