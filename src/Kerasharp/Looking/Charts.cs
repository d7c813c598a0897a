using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>Charts as SVG pictures, which browsers show and documents take; they follow the reader's light or dark screen.</summary>
public static class Charts
{
    /// <summary>Draws lines into one chart, with round numbers at its axes and a legend.</summary>
    /// <param name="path">The file, whose name ends in <c>.svg</c>; an older one is replaced.</param>
    /// <param name="series">The lines, at least one. Their colours differ, to those who see colours otherwise, too; from the eighth on they are dashed.</param>
    /// <param name="title">What stands above; nothing by default.</param>
    /// <param name="xLabel">What stands beneath.</param>
    /// <param name="yLabel">What stands at the left.</param>
    /// <param name="logX">Whether the horizontal axis is logarithmic; values up to 0 leave gaps then.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    /// <param name="width">The picture's width in pixels, 160 to 10,000.</param>
    /// <param name="height">Its height, 120 to 10,000.</param>
    /// <exception cref="ArgumentException">The name ends otherwise, no line came, or a size is out of its range.</exception>
    /// <remarks>Lines of thousands of points are thinned to what can be seen.</remarks>
    /// <example><code>
    /// Charts.Lines("optimizers.svg", [new Series("SGD", sgd["loss"]), new Series("Adam", adam["loss"])], xLabel: "epoch", yLabel: "loss", logY: true);
    /// </code></example>
    public static void Lines(
        string path,
        IEnumerable<Series> series,
        string? title = null,
        string? xLabel = null,
        string? yLabel = null,
        bool logX = false,
        bool logY = false,
        int width = 720,
        int height = 420
    )
    {
        ChartFile.Check(path, "A chart", ".svg");
        ArgumentNullException.ThrowIfNull(series);
        ChartSize.Check(width, nameof(width), ChartSize.LeastWidth);
        ChartSize.Check(height, nameof(height), ChartSize.LeastHeight);
        ChartLine[] lines = [.. series.Select(Line)];
        if (lines.Length == 0)
            throw new ArgumentException(
                $"A chart of no lines was to be written to '{path}'; at least one was expected. Give a Series.",
                nameof(series)
            );
        var chart = new LineChart
        {
            Lines = lines,
            Title = title,
            XLabel = xLabel,
            YLabel = yLabel,
            LogX = logX,
            LogY = logY,
            WholeX = lines.SelectMany(l => l.Points).All(p => double.IsInteger(p.X)),
        };
        ChartFile.Write(path, ChartPicture.Of([chart], columns: 1, width, height, title: null));
    }

    private static ChartLine Line(Series series, int index)
    {
        ArgumentNullException.ThrowIfNull(series);
        return new ChartLine(series.Name, series.Points, series.Color ?? index)
        {
            IsDashed = series.Dashed || (series.Color is null && index >= ChartColors.Count),
        };
    }
}
