using Kerasharp.Models.Plot;

namespace Kerasharp.Looking.Drawing;

/// <summary>Charts as an SVG picture.</summary>
internal static class ChartPicture
{
    private const double TitleHeight = 34;

    /// <summary>A picture of charts side by side, in rows.</summary>
    /// <param name="charts">The charts.</param>
    /// <param name="columns">How many stand in a row.</param>
    /// <param name="width">Each one's width.</param>
    /// <param name="height">Each one's height.</param>
    /// <param name="title">What stands above all; null for nothing.</param>
    public static string Of(IReadOnlyList<LineChart> charts, int columns, int width, int height, string? title)
    {
        columns = Math.Max(1, Math.Min(columns, charts.Count));
        int rows = Math.Max(1, (charts.Count + columns - 1) / columns);
        double top = title is null ? 0 : TitleHeight;
        return Picture(
            columns * width,
            top + (rows * height),
            title ?? string.Join(", ", charts.Select(c => c.Title).OfType<string>()),
            svg =>
            {
                if (title is not null)
                    svg.Line(
                        $"<text class=\"kc-text\" x=\"12\" y=\"25\" font-size=\"17\" font-weight=\"bold\" fill=\"{ChartColors.Text}\">{XmlText.Escape(ChartLegend.Fitting(title, (columns * width) - 24, 17, bold: true))}</text>"
                    );
                for (int i = 0; i < charts.Count; i++)
                {
                    var area = new PlotRect(i % columns * width, top + (i / columns * height), width, height);
                    LineChartWriter.Write(svg, charts[i], area);
                }
            }
        );
    }

    /// <summary>A picture that stands for itself: with its ground, and colours for dark screens.</summary>
    public static string Picture(double width, double height, string title, Action<SvgText> draw, string rules = "")
    {
        var svg = new SvgText();
        Open(svg, width, height, fixedSize: true);
        svg.Title(title);
        svg.Line($"<style>{ChartColors.DarkRules()}{rules}</style>");
        svg.Line($"<rect class=\"kc-ground\" width=\"100%\" height=\"100%\" fill=\"{ChartColors.Ground}\"/>");
        draw(svg);
        svg.Line($"</svg>");
        return svg.ToString();
    }

    /// <summary>A picture for a page, which has the ground and the rules for dark screens.</summary>
    public static string Inline(double width, double height, string title, Action<SvgText> draw)
    {
        var svg = new SvgText();
        Open(svg, width, height, fixedSize: false);
        // Not a <title>, which would be shown wherever the pointer rests.
        svg.Line($"<desc>{XmlText.Escape(title)}</desc>");
        draw(svg);
        svg.Line($"</svg>");
        return svg.ToString();
    }

    private static void Open(SvgText svg, double width, double height, bool fixedSize)
    {
        svg.Begin($"<svg xmlns=\"http://www.w3.org/2000/svg\" ");
        if (fixedSize)
            svg.Begin($"width=\"{width:0.##}\" height=\"{height:0.##}\" ");
        svg.Line($"viewBox=\"0 0 {width:0.##} {height:0.##}\" font-family=\"{SvgText.Fonts}\" role=\"img\">");
    }
}
