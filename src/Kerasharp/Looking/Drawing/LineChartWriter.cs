using Kerasharp.Models.Plot;

namespace Kerasharp.Looking.Drawing;

/// <summary>Draws a chart of lines into a rectangle of an SVG picture.</summary>
internal sealed class LineChartWriter
{
    private const double FontSize = 12;
    private const double TitleSize = 14;
    private const double Row = 18;

    // With more points on a line, single ones are neither drawn as dots nor can be pointed at.
    private const int MostDots = 24;
    private const int MostHints = 400;

    private readonly SvgText _svg;
    private readonly LineChart _chart;
    private readonly ChartLegend _legend;
    private readonly AxisScale _x;
    private readonly AxisScale _y;
    private readonly PlotRect _plot;
    private readonly PlotRect _area;
    private readonly bool _isEmpty;

    private LineChartWriter(SvgText svg, LineChart chart, PlotRect area)
    {
        (_svg, _chart, _area) = (svg, chart, area);
        _legend = new ChartLegend(chart, area.Width - 24);
        double top = area.Y + (chart.Title is null ? 12 : 34) + (_legend.Rows == 0 ? 0 : (_legend.Rows * Row) + 8);
        double bottom = area.Bottom - 26 - (chart.XLabel is null ? 0 : Row);
        double height = Math.Max(20, bottom - top);

        var shown = chart
            .Lines.SelectMany(l => l.Points)
            .Where(p => AxisScale.Holds(p.X, chart.LogX) && AxisScale.Holds(p.Y, chart.LogY))
            .ToArray();
        _isEmpty = shown.Length == 0;
        var (least, greatest) = _isEmpty ? (1, 2) : (shown.Min(p => p.Y), shown.Max(p => p.Y));
        _y = AxisScale.Round(least, greatest, Math.Clamp((int)(height / 32), 3, 9), chart.LogY);
        double widest = _y.Ticks.Max(t => TextWidth.Of(AxisNumber.Tick(t), FontSize, bold: false));
        double left = area.X + 12 + (chart.YLabel is null ? 0 : Row) + widest + 6;
        double width = Math.Max(20, area.Right - 18 - left);
        _plot = new PlotRect(left, top, width, height);
        var (first, last) = _isEmpty ? (1, 1) : (shown.Min(p => p.X), shown.Max(p => p.X));
        _x = Horizontal(first, last, width);
    }

    /// <summary>Draws a chart.</summary>
    public static void Write(SvgText svg, LineChart chart, PlotRect area)
    {
        var writer = new LineChartWriter(svg, chart, area);
        svg.Line($"<g class=\"chart\" font-size=\"{FontSize}\">");
        writer.Texts();
        writer.Axes();
        foreach (var line in chart.Lines)
            writer.Draw(line);
        foreach (var line in chart.Lines)
            writer.Mark(line);
        svg.Line($"</g>");
    }

    /// <summary>The axis with the most ticks whose numbers do not touch.</summary>
    private AxisScale Horizontal(double first, double last, double width)
    {
        for (int count = Math.Clamp((int)(width / 40), 3, 12); ; count--)
        {
            var axis = AxisScale.Tight(first, last, count, _chart.LogX, _chart.WholeX);
            if (count <= 3 || !Touches(axis, width))
                return axis;
        }
    }

    private static bool Touches(AxisScale axis, double width)
    {
        double end = double.NegativeInfinity;
        foreach (double tick in axis.Ticks)
        {
            double half = TextWidth.Of(AxisNumber.Tick(tick), FontSize, bold: false) / 2;
            double middle = axis.Share(tick) * width;
            if (middle - half < end + 10)
                return true;
            end = middle + half;
        }
        return false;
    }

    private void Texts()
    {
        double y = _area.Y + 10;
        if (_chart.Title is { } title)
        {
            _svg.Line(
                $"<text class=\"kc-text\" x=\"{_area.X + 12:0.##}\" y=\"{y + 11:0.##}\" font-size=\"{TitleSize}\" font-weight=\"bold\" fill=\"{ChartColors.Text}\">{XmlText.Escape(ChartLegend.Fitting(title, _area.Width - 24, TitleSize, bold: true))}</text>"
            );
            y += 22;
        }
        _legend.Write(_svg, _area.X + 12, y);
        if (_chart.XLabel is { } xLabel)
            _svg.Line(
                $"<text class=\"kc-muted\" x=\"{_plot.X + (_plot.Width / 2):0.##}\" y=\"{_area.Bottom - 9:0.##}\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">{XmlText.Escape(xLabel)}</text>"
            );
        if (_chart.YLabel is { } yLabel)
            _svg.Line(
                $"<text class=\"kc-muted\" transform=\"translate({_area.X + 20:0.##} {_plot.Y + (_plot.Height / 2):0.##}) rotate(-90)\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">{XmlText.Escape(yLabel)}</text>"
            );
    }

    private void Axes()
    {
        foreach (double tick in _y.Ticks)
        {
            double y = Y(tick);
            _svg.Line(
                $"<path class=\"kc-grid\" d=\"M{_plot.X:0.##} {y:0.##}H{_plot.Right:0.##}\" stroke=\"{ChartColors.Grid}\"/><text class=\"kc-muted\" x=\"{_plot.X - 6:0.##}\" y=\"{y + 4:0.##}\" text-anchor=\"end\" fill=\"{ChartColors.Muted}\">{AxisNumber.Tick(tick)}</text>"
            );
        }
        foreach (double tick in _x.Ticks)
        {
            double x = X(tick);
            _svg.Line(
                $"<path class=\"kc-grid\" d=\"M{x:0.##} {_plot.Y:0.##}V{_plot.Bottom:0.##}\" stroke=\"{ChartColors.Grid}\"/><text class=\"kc-muted\" x=\"{x:0.##}\" y=\"{_plot.Bottom + 16:0.##}\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">{AxisNumber.Tick(tick)}</text>"
            );
        }
        _svg.Line(
            $"<path class=\"kc-axis\" d=\"M{_plot.X:0.##} {_plot.Bottom:0.##}H{_plot.Right:0.##}\" stroke=\"{ChartColors.Axis}\"/>"
        );
        if (_isEmpty)
            _svg.Line(
                $"<text class=\"kc-muted\" x=\"{_plot.X + (_plot.Width / 2):0.##}\" y=\"{_plot.Y + (_plot.Height / 2):0.##}\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">no {(_chart.LogY ? "positive" : "finite")} values</text>"
            );
    }

    private void Draw(ChartLine line)
    {
        var pieces = Pieces(line).ToArray();
        string dash = line.IsDashed ? " stroke-dasharray=\"6 4\"" : "";
        _svg.Begin(
            $"<path class=\"kc-l{ChartColors.Class(line.Color)}\" fill=\"none\" stroke=\"{ChartColors.Line(line.Color)}\" stroke-width=\"1.8\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{dash} d=\""
        );
        foreach (var piece in pieces.Where(p => p.Count > 1))
        {
            var kept = Thinning.Columns(piece);
            for (int i = 0; i < kept.Count; i++)
                _svg.Begin($"{(i == 0 ? 'M' : 'L')}{kept[i].X:0.#} {kept[i].Y:0.#}");
        }
        _svg.Line($"\"/>");
        // A point between two gaps is no line, but it is there.
        bool dots = line.Points.Count <= MostDots && !line.IsDashed;
        foreach (var (x, y) in pieces.Where(p => dots || p.Count == 1).SelectMany(p => p))
            _svg.Line(
                $"<circle class=\"kc-d{ChartColors.Class(line.Color)}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.5\" fill=\"{ChartColors.Line(line.Color)}\"/>"
            );
        if (line.Points.Count > MostHints)
            return;
        foreach (var (x, y) in line.Points.Where(Holds))
        {
            _svg.Begin($"<circle cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"6\" fill=\"none\" pointer-events=\"all\">");
            _svg.Begin($"<title>{XmlText.Escape(Hint(line, x, y))}</title>");
            _svg.Line($"</circle>");
        }
    }

    private string Hint(ChartLine line, double x, double y) =>
        $"{_chart.XLabel ?? "x"} {AxisNumber.Tick(x)}, {(line.Hint.Length == 0 ? _chart.Title ?? "y" : line.Hint)}: {AxisNumber.Short(y, 5)}";

    private void Mark(ChartLine line)
    {
        if (line.Marked is not { } index || !Holds(line.Points[index]))
            return;
        var (x, y) = line.Points[index];
        _svg.Line(
            $"<circle class=\"kc-l{ChartColors.Class(line.Color)}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"5.5\" fill=\"none\" stroke=\"{ChartColors.Line(line.Color)}\" stroke-width=\"2\"/>"
        );
    }

    /// <summary>The parts of the line between gaps, as places in the picture.</summary>
    private IEnumerable<List<(double X, double Y)>> Pieces(ChartLine line)
    {
        List<(double, double)> piece = [];
        foreach (var point in line.Points)
        {
            if (Holds(point))
            {
                piece.Add((X(point.X), Y(point.Y)));
                continue;
            }
            if (piece.Count > 0)
                yield return piece;
            piece = [];
        }
        if (piece.Count > 0)
            yield return piece;
    }

    private bool Holds((double X, double Y) point) =>
        AxisScale.Holds(point.X, _chart.LogX) && AxisScale.Holds(point.Y, _chart.LogY);

    private double X(double value) => _plot.X + (_x.Share(value) * _plot.Width);

    private double Y(double value) => _plot.Bottom - (_y.Share(value) * _plot.Height);
}
