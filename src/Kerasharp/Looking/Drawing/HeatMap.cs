using Kerasharp.Models.Plot;

namespace Kerasharp.Looking.Drawing;

/// <summary>A table of numbers as squares, the darker the greater; numbers from 0 on. As many rows and columns as have names.</summary>
/// <param name="values">The numbers.</param>
internal sealed class HeatMap(double[,] values)
{
    private const double FontSize = 12;
    private const double WidestLabel = 150;
    private const double Edge = 12;
    private const double TitleHeight = 34;
    private const double AxisTitle = 22;
    private const double BarWidth = 12;

    // Asked for by every square of what may be a hundred thousand.
    private double? _most;
    private double? _left;

    public required string Title { get; init; }

    public required IReadOnlyList<string> Rows { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required string RowTitle { get; init; }

    public required string ColumnTitle { get; init; }

    /// <summary>What stands in a square, where there is room.</summary>
    public required Func<int, int, string> Text { get; init; }

    /// <summary>What a browser shows where the pointer rests on a square.</summary>
    public required Func<int, int, string> Hint { get; init; }

    /// <summary>The number of the darkest colour; the greatest there is by default.</summary>
    public double? Greatest { get; init; }

    public double Width =>
        Math.Max(Left + Across + 18 + BarWidth + BarLabels + Edge, TextWidth.Of(Title, 14, bold: true) + (2 * Edge));

    public double Height => Top + Down + 8 + ColumnLabels + AxisTitle + Edge;

    private int Count => Math.Max(Rows.Count, Columns.Count);

    /// <summary>The length of a square's edge: as large as numbers need where there are few, small where there are many.</summary>
    private double Cell => Math.Clamp(Math.Floor(560.0 / Count), 3, Count <= 4 ? 84 : 64);

    private double Across => Cell * Columns.Count;

    private double Down => Cell * Rows.Count;

    private double Left => _left ??= Edge + AxisTitle + Rows.Max(LabelWidth) + 8;

    private double Top => TitleHeight + 6;

    private double Most => _most ??= GreatestShown();

    private AxisScale Scale => AxisScale.Tight(0, Most, 6, isLog: false, whole: false);

    private double BarLabels => 6 + Scale.Ticks.Max(t => TextWidth.Of(AxisNumber.Tick(t), FontSize, bold: false));

    private bool IsTilted => Columns.Max(LabelWidth) > Cell - 6;

    private double ColumnLabels => IsTilted ? (Columns.Max(LabelWidth) * Math.Sqrt(0.5)) + FontSize : FontSize + 4;

    /// <summary>How many squares there are from label to label, so that labels do not touch.</summary>
    private int LabelStep => Math.Max(1, (int)Math.Ceiling(14 / Cell));

    /// <summary>Draws it.</summary>
    public void Write(SvgText svg)
    {
        svg.Line($"<g class=\"heatmap\" font-size=\"{FontSize}\">");
        svg.Line(
            $"<text class=\"kc-text\" x=\"{Edge}\" y=\"24\" font-size=\"14\" font-weight=\"bold\" fill=\"{ChartColors.Text}\">{XmlText.Escape(Title)}</text>"
        );
        svg.Line(
            $"<rect x=\"{Left:0.##}\" y=\"{Top:0.##}\" width=\"{Across:0.##}\" height=\"{Down:0.##}\" {HeatColors.Ground(0)}/>"
        );
        double font = CellFont();
        for (int i = 0; i < Rows.Count; i++)
        for (int j = 0; j < Columns.Count; j++)
            Square(svg, i, j, font);
        svg.Line(
            $"<rect class=\"kc-axis\" x=\"{Left:0.##}\" y=\"{Top:0.##}\" width=\"{Across:0.##}\" height=\"{Down:0.##}\" fill=\"none\" stroke=\"{ChartColors.Axis}\"/>"
        );
        for (int i = 0; i < Rows.Count; i += LabelStep)
            RowLabel(svg, i);
        for (int i = 0; i < Columns.Count; i += LabelStep)
            ColumnLabel(svg, i);
        svg.Line(
            $"<text class=\"kc-muted\" transform=\"translate({Edge + 12:0.##} {Top + (Down / 2):0.##}) rotate(-90)\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">{XmlText.Escape(RowTitle)}</text><text class=\"kc-muted\" x=\"{Left + (Across / 2):0.##}\" y=\"{Height - Edge:0.##}\" text-anchor=\"middle\" fill=\"{ChartColors.Muted}\">{XmlText.Escape(ColumnTitle)}</text>"
        );
        Bar(svg);
        svg.Line($"</g>");
    }

    private void Square(SvgText svg, int row, int column, double font)
    {
        int level = HeatColors.Level(values[row, column] / Most);
        // Of many squares those without anything are left to the ground.
        if (font == 0 && values[row, column] == 0)
            return;
        double x = Left + (column * Cell);
        double y = Top + (row * Cell);
        svg.Begin(
            $"<g><title>{XmlText.Escape(Hint(row, column))}</title><rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Cell:0.##}\" height=\"{Cell:0.##}\" {HeatColors.Ground(level)}/>"
        );
        if (font > 0)
            svg.Begin(
                $"<text x=\"{x + (Cell / 2):0.##}\" y=\"{y + (Cell / 2) + (0.36 * font):0.##}\" font-size=\"{font:0.##}\" text-anchor=\"middle\" {HeatColors.Ink(level)}>{XmlText.Escape(Text(row, column))}</text>"
            );
        svg.Line($"</g>");
    }

    private void RowLabel(SvgText svg, int i) =>
        svg.Line(
            $"<text class=\"kc-text\" x=\"{Left - 8:0.##}\" y=\"{Top + Middle(i) + 4:0.##}\" text-anchor=\"end\" fill=\"{ChartColors.Text}\">{XmlText.Escape(Label(Rows[i]))}</text>"
        );

    private void ColumnLabel(SvgText svg, int i)
    {
        string place = IsTilted
            ? FormattableString.Invariant(
                $"transform=\"translate({Left + Middle(i) + 4:0.##} {Top + Down + 14:0.##}) rotate(-45)\" text-anchor=\"end\""
            )
            : FormattableString.Invariant(
                $"x=\"{Left + Middle(i):0.##}\" y=\"{Top + Down + 18:0.##}\" text-anchor=\"middle\""
            );
        svg.Line(
            $"<text class=\"kc-text\" {place} fill=\"{ChartColors.Text}\">{XmlText.Escape(Label(Columns[i]))}</text>"
        );
    }

    private double Middle(int i) => (i + 0.5) * Cell;

    private void Bar(SvgText svg)
    {
        double x = Left + Across + 18;
        double height = Down / HeatColors.Levels;
        for (int i = 0; i < HeatColors.Levels; i++)
        {
            // Each a little higher, or the ground would shine through between them.
            double over = i == 0 ? 0 : 0.5;
            svg.Line(
                $"<rect x=\"{x:0.##}\" y=\"{Top + Down - ((i + 1) * height):0.##}\" width=\"{BarWidth}\" height=\"{height + over:0.##}\" {HeatColors.Ground(i)}/>"
            );
        }
        foreach (double tick in Scale.Ticks)
            svg.Line(
                $"<text class=\"kc-muted\" x=\"{x + BarWidth + 6:0.##}\" y=\"{Top + Down - (Scale.Share(tick) * Down) + 4:0.##}\" fill=\"{ChartColors.Muted}\">{AxisNumber.Tick(tick)}</text>"
            );
    }

    private double GreatestShown()
    {
        double most = Greatest ?? values.Cast<double>().Max();
        return most > 0 ? most : 1;
    }

    /// <summary>The size in which every number fits its square; 0 where that could not be read.</summary>
    private double CellFont()
    {
        const double Smallest = 7.5;
        if (Cell < 2 * Smallest)
            return 0;
        double widest = 0;
        for (int i = 0; i < Rows.Count; i++)
        for (int j = 0; j < Columns.Count; j++)
            widest = Math.Max(widest, TextWidth.Of(Text(i, j), 1, bold: false));
        double fits = Math.Min(Count <= 4 ? 15 : 13, (Cell - 6) / widest);
        return fits < Smallest ? 0 : fits;
    }

    private static string Label(string text) => ChartLegend.Fitting(text, WidestLabel, FontSize, bold: false);

    private static double LabelWidth(string text) => TextWidth.Of(Label(text), FontSize, bold: false);
}
