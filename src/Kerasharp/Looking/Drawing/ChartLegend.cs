using Kerasharp.Models.Plot;

namespace Kerasharp.Looking.Drawing;

/// <summary>The names of a chart's lines, in rows above it.</summary>
internal sealed class ChartLegend
{
    private const double FontSize = 12;
    private const double Row = 18;
    private const double Swatch = 18;
    private const double Gap = 18;

    private readonly List<(ChartLine Line, string Name, double X, int Row)> _items = [];

    /// <summary>Places the names.</summary>
    public ChartLegend(LineChart chart, double width)
    {
        // A single line without a name of its own is what the title says.
        if (chart.Lines.All(l => l.Name.Length == 0))
            return;
        var (x, row) = (0.0, 0);
        foreach (var line in chart.Lines)
        {
            string name = Fitting(line.Name, width - Swatch - 6, FontSize, bold: false);
            double needed = Swatch + 6 + TextWidth.Of(name, FontSize, bold: false);
            if (x > 0 && x + needed > width)
                (x, row) = (0, row + 1);
            _items.Add((line, name, x, row));
            x += needed + Gap;
        }
        Rows = row + 1;
    }

    /// <summary>The number of rows; 0 without names.</summary>
    public int Rows { get; }

    /// <summary>A text, cut where it is wider than there is room.</summary>
    public static string Fitting(string text, double width, double size, bool bold)
    {
        if (TextWidth.Of(text, size, bold) <= width)
            return text;
        int length = text.Length;
        while (length > 0 && TextWidth.Of(text[..length] + "…", size, bold) > width)
            length--;
        // Half of a pair of surrogates is no letter.
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return text[..length] + "…";
    }

    /// <summary>Draws it.</summary>
    public void Write(SvgText svg, double left, double top)
    {
        foreach (var (line, name, itemX, row) in _items)
        {
            double x = left + itemX;
            double y = top + (row * Row) + (Row / 2);
            string dash = line.IsDashed ? " stroke-dasharray=\"6 4\"" : "";
            svg.Line(
                $"<path class=\"kc-l{ChartColors.Class(line.Color)}\" d=\"M{x:0.##} {y:0.##}h{Swatch}\" stroke=\"{ChartColors.Line(line.Color)}\" stroke-width=\"3\"{dash}/><text class=\"kc-text\" x=\"{x + Swatch + 6:0.##}\" y=\"{y + 4:0.##}\" fill=\"{ChartColors.Text}\">{XmlText.Escape(name)}</text>"
            );
        }
    }
}
