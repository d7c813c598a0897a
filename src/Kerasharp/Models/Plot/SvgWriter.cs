using Kerasharp.Models.Plot.Layout;

namespace Kerasharp.Models.Plot;

/// <summary>A picture as SVG.</summary>
internal sealed class SvgWriter
{
    private const double ArrowLength = 10;
    private const double ArrowHalf = 4.5;

    // Where the letters stand, as a share of the font's size below the middle of their line.
    private const double Baseline = 0.35;

    private readonly SvgText _text = new();
    private readonly PlotPicture _picture;
    private readonly bool _curved;

    private SvgWriter(PlotPicture picture, PlotOptions options) =>
        (_picture, _curved) = (picture, options.Splines is "spline" or "curved");

    /// <summary>The text of a file, its lines ended by a line feed.</summary>
    public static string Write(PlotPicture picture, PlotOptions options)
    {
        var writer = new SvgWriter(picture, options);
        // As many pixels as a PNG of this resolution has; the units are points.
        double scale = options.Dpi / 72.0;
        writer.Line(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{picture.Width * scale:0.##}\" height=\"{picture.Height * scale:0.##}\" viewBox=\"0 0 {picture.Width:0.##} {picture.Height:0.##}\" font-family=\"{SvgText.Fonts}\" role=\"img\">"
        );
        writer.Title(picture.Name);
        writer.Line($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        foreach (var (graph, area) in picture.Frames)
            writer.Frame(graph, area);
        foreach (var (edge, points) in picture.Routes)
            writer.Edge(edge, points);
        foreach (var (box, area) in picture.Boxes)
            writer.Box(box, area);
        foreach (var (graph, area) in picture.Frames)
            writer.FrameTitle(graph, area);
        writer.Line($"</svg>");
        return writer._text.ToString();
    }

    private void Frame(PlotGraph graph, PlotRect area)
    {
        Line($"<g class=\"model\" id=\"{graph.Id}\">");
        Title(graph.Name);
        Line(
            $"<rect x=\"{area.X:0.##}\" y=\"{area.Y:0.##}\" width=\"{area.Width:0.##}\" height=\"{area.Height:0.##}\" fill=\"none\" stroke=\"black\" stroke-dasharray=\"5 3\"/>"
        );
        Line($"</g>");
    }

    // Above the edges, which may pass here, on a white ground.
    private void FrameTitle(PlotGraph graph, PlotRect area) =>
        Line(
            $"<text x=\"{area.X + 10:0.##}\" y=\"{area.Y + 20:0.##}\" font-size=\"14\" stroke=\"white\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{XmlText.Escape(graph.Name)}</text>"
        );

    private void Box(PlotBox box, PlotRect area)
    {
        Line($"<g class=\"layer\" id=\"{box.Id}\">");
        Title(box.Label.Name is { } name ? $"{name} ({box.Label.TypeName})" : box.Label.TypeName);
        Line(
            $"<rect x=\"{area.X:0.##}\" y=\"{area.Y:0.##}\" width=\"{area.Width:0.##}\" height=\"{area.Height:0.##}\" fill=\"black\"/>"
        );
        foreach (var cell in new BoxFrame(box.Label).Cells)
            Cell(cell, cell.Area.Shifted(area.X, area.Y));
        Line($"</g>");
    }

    private void Cell(BoxFrame.Cell cell, PlotRect area)
    {
        if (cell.Background != "black")
            Line(
                $"<rect x=\"{area.X:0.##}\" y=\"{area.Y:0.##}\" width=\"{area.Width:0.##}\" height=\"{area.Height:0.##}\" fill=\"{cell.Background}\"/>"
            );
        double y = area.Y + (area.Height / 2) + (Baseline * cell.FontSize);
        Begin(
            $"<text x=\"{area.X + (area.Width / 2):0.##}\" y=\"{y:0.##}\" font-size=\"{cell.FontSize}\" fill=\"{cell.Color}\" text-anchor=\"middle\" xml:space=\"preserve\">"
        );
        foreach (var (text, bold) in cell.Runs.Where(r => r.Text.Length > 0))
        {
            string weight = bold ? " font-weight=\"bold\"" : "";
            Begin($"<tspan{weight}>{XmlText.Escape(text)}</tspan>");
        }
        Line($"</text>");
    }

    private void Edge(PlotEdge edge, IReadOnlyList<PlotPoint> points)
    {
        var (end, before) = (points[^1], points[^2]);
        double length = Math.Sqrt(Math.Pow(end.X - before.X, 2) + Math.Pow(end.Y - before.Y, 2));
        var (dx, dy) = ((end.X - before.X) / length, (end.Y - before.Y) / length);
        // The line ends within the arrow, whose point it would otherwise blunt.
        double tip = Math.Min(ArrowLength, length) - 1;
        var (lineX, lineY) = (end.X - (tip * dx), end.Y - (tip * dy));
        var (baseX, baseY) = (end.X - (ArrowLength * dx), end.Y - (ArrowLength * dy));

        Line($"<g class=\"edge\">");
        Title($"{edge.From.Id}->{edge.To.Id}");
        Begin($"<path d=\"M{points[0].X:0.##} {points[0].Y:0.##}");
        for (int i = 1; i < points.Count; i++)
        {
            var (x, y) = i == points.Count - 1 ? (lineX, lineY) : (points[i].X, points[i].Y);
            Begin(points[i].Bends && _curved ? Curve(points[i - 1], x, y) : $" L{x:0.##} {y:0.##}");
        }
        Line($"\" fill=\"none\" stroke=\"black\" stroke-width=\"2\" stroke-linejoin=\"round\"/>");
        Line(
            $"<path d=\"M{end.X:0.##} {end.Y:0.##} L{baseX - (ArrowHalf * dy):0.##} {baseY + (ArrowHalf * dx):0.##} L{baseX + (ArrowHalf * dy):0.##} {baseY - (ArrowHalf * dx):0.##} Z\"/>"
        );
        Line($"</g>");
    }

    // It leaves and arrives in the edges' direction.
    private FormattableString Curve(PlotPoint from, double x, double y)
    {
        double middleX = (from.X + x) / 2;
        double middleY = (from.Y + y) / 2;
        return _picture.IsSideways
            ? (FormattableString)$" C{middleX:0.##} {from.Y:0.##} {middleX:0.##} {y:0.##} {x:0.##} {y:0.##}"
            : $" C{from.X:0.##} {middleY:0.##} {x:0.##} {middleY:0.##} {x:0.##} {y:0.##}";
    }

    private void Title(string text) => _text.Title(text);

    private void Begin(FormattableString text) => _text.Begin(text);

    private void Line(FormattableString text) => _text.Line(text);
}
