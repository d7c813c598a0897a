using System.Globalization;
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

    /// <summary>Draws a table of numbers as squares, the darker the greater.</summary>
    /// <param name="path">The file, whose name ends in <c>.svg</c>; an older one is replaced.</param>
    /// <param name="values">The numbers, from 0 on: rows, then columns; at least one of each.</param>
    /// <param name="rows">A name for each row; its number by default.</param>
    /// <param name="columns">A name for each column; its number by default.</param>
    /// <param name="title">What stands above; nothing by default.</param>
    /// <param name="xLabel">What the columns are.</param>
    /// <param name="yLabel">What the rows are.</param>
    /// <param name="greatest">The number that has the darkest colour, above 0, so that pictures can be compared; the greatest there is by
    /// default.</param>
    /// <exception cref="ArgumentException">The file's name ends otherwise, there are no numbers, one is below 0 or not finite, or there are
    /// more or fewer names than rows or columns.</exception>
    /// <remarks>Where squares are too small for numbers, a browser shows them where the pointer rests.</remarks>
    /// <example><code>
    /// Charts.HeatMap("attention.svg", new double[,] { { 0.9, 0.1 }, { 0.3, 0.7 } }, xLabel: "key", yLabel: "query", greatest: 1);
    /// </code></example>
    public static void HeatMap(
        string path,
        double[,] values,
        IReadOnlyList<string>? rows = null,
        IReadOnlyList<string>? columns = null,
        string? title = null,
        string? xLabel = null,
        string? yLabel = null,
        double? greatest = null
    )
    {
        ChartFile.Check(path, "A chart", ".svg");
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
            throw new ArgumentException(
                $"A heat map of {values.GetLength(0)} rows and {values.GetLength(1)} columns was to be written to '{path}'; at least one of each was expected. Give numbers.",
                nameof(values)
            );
        foreach (double value in values)
            if (!(double.IsFinite(value) && value >= 0))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A heat map with the number {value} was to be written to '{path}'; finite numbers from 0 on were expected. Shift them, or take their absolute values."
                    ),
                    nameof(values)
                );
        if (greatest is { } most && !(double.IsFinite(most) && most > 0))
            throw new ArgumentOutOfRangeException(
                nameof(greatest),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A greatest number of {most} came; one above 0 was expected. Leave it out for the greatest there is."
                )
            );
        var map = new HeatMap(values)
        {
            Title = title ?? "",
            Rows = Names(rows, values.GetLength(0), "rows"),
            Columns = Names(columns, values.GetLength(1), "columns"),
            RowTitle = yLabel ?? "",
            ColumnTitle = xLabel ?? "",
            Text = (i, j) => values[i, j].ToString(values[i, j] == 0 ? "0" : "0.00", CultureInfo.InvariantCulture),
            Hint = (i, j) => values[i, j].ToString("G4", CultureInfo.InvariantCulture),
            Greatest = greatest,
        };
        ChartFile.Write(
            path,
            ChartPicture.Picture(map.Width, map.Height, map.Title, map.Write, HeatColors.DarkRules())
        );
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string>? names, int count, string what)
    {
        if (names is null)
            return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return names.Count == count
            ? names
            : throw new ArgumentException(
                $"{names.Count} names came for {count} {what}; one for each was expected. Give as many, or none.",
                what
            );
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
