using System.Text.Json.Nodes;
using Kerasharp.Benchmarks.Scaling;
using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>How time and memory grow with a network: benchmarks/SCALING.md.</summary>
internal static class ScalingReport
{
    private const string Ours = "kerasharp";

    // What processes that do the same differ by.
    private const double LeastMegabytes = 5;

    // What follows in the file is written by hand and stays.
    private const string Reading = "## Reading it";

    /// <summary>The report, with the reading that a file has already.</summary>
    public static string Write(RawLines lines, string? earlier = null)
    {
        int reading = earlier?.IndexOf(Reading, StringComparison.Ordinal) ?? -1;
        return $"""
                # Scaling

                Written by `benchmarks/compare.sh --scaling`. Each size trains in a process of its own. An exponent e says that the column grows as size^e,
                by least squares in logarithms over all sizes of the series. 'On paper' are the multiplications of a forward pass, and the numbers that
                have to be kept: weights with Adam's two for each, what gradients read, and the data. 'Last doubling' has the two largest sizes alone,
                where what does not grow (launches of nodes, the update of weights) weighs least. Times are the least of five. Memory is the peak of the process above the
                {Format(
                    Floor(lines),
                    "0"
                )} MB of one that trains next to nothing, over the sizes that are {LeastMegabytes} MB and more above it.

                {Report.Machine(lines)}
                {Growth(lines)}
                ## Until the first step

                Milliseconds until the step of a deep network of narrow layers is ready, code being compiled already: the model built, its step written,
                differentiated, put through the passes, and opened by ONNX Runtime. The exponents are those from the depth in the row above to that of the row.

                {Starts(lines)}
                """.ReplaceLineEndings(
                "\n"
            ).TrimEnd('\n')
            + "\n"
            + (reading < 0 ? "" : "\n" + earlier![reading..]);
    }

    private static double Floor(RawLines lines) =>
        lines
            .Of(Ours, "scaling")
            .Where(p => RawLines.Text(p, "series") == ScalingSeries.Base.Name)
            .Select(p => RawLines.Number(p, "peak_mb"))
            .FirstOrDefault()
        ?? 0;

    private static MarkdownTable Growth(RawLines lines)
    {
        var table = new MarkdownTable(
            "series",
            "sizes",
            "ms a step",
            "time ~ on paper",
            "time ~",
            "last doubling ~",
            "peak MB",
            "memory ~ on paper",
            "memory ~"
        );
        double floor = Floor(lines);
        foreach (var series in lines.Of(Ours, "scaling").GroupBy(p => RawLines.Text(p, "series")!))
        {
            if (series.Key == ScalingSeries.Base.Name || series.Count() < 2)
                continue;
            JsonObject[] sorted = [.. series.OrderBy(p => RawLines.Number(p, "size"))];
            JsonObject[] large = [.. sorted.Where(p => RawLines.Number(p, "peak_mb") - floor >= LeastMegabytes)];
            table.Add(
                series.Key,
                Ends(sorted, "size"),
                Ends(sorted, "min"),
                Exponent(sorted, "work"),
                Exponent(sorted, "min"),
                Exponent(sorted[^2..], "min"),
                Ends(sorted, "peak_mb"),
                Exponent(large, "kept_mb"),
                Exponent(large, "peak_mb", floor)
            );
        }
        return table;
    }

    private static MarkdownTable Starts(RawLines lines)
    {
        var table = new MarkdownTable(["layers", "depth", "nodes", .. StartSeries.Parts, "all", "nodes ~", "all ~"]);
        foreach (var series in lines.Of(Ours, StartSeries.Line).GroupBy(p => RawLines.Text(p, "series")!))
        {
            JsonObject[] sorted = [.. series.OrderBy(p => RawLines.Number(p, "size"))];
            for (int i = 0; i < sorted.Length; i++)
            {
                table.Add([
                    series.Key,
                    Format(RawLines.Number(sorted[i], "size"), "0"),
                    Format(RawLines.Number(sorted[i], "nodes"), "0"),
                    .. StartSeries.Parts.Append("all").Select(p => Show(RawLines.Number(sorted[i], p + "_ms"))),
                    i == 0 ? "" : Exponent(sorted[(i - 1)..(i + 1)], "nodes"),
                    i == 0 ? "" : Exponent(sorted[(i - 1)..(i + 1)], "all_ms"),
                ]);
            }
        }
        return table;
    }

    private static string Ends(JsonObject[] points, string field) =>
        $"{Show(RawLines.Number(points[0], field))} to {Show(RawLines.Number(points[^1], field))}";

    private static string Exponent(JsonObject[] points, string field, double above = 0)
    {
        (double X, double Y)[] pairs =
        [
            .. points
                .Select(p => (X: RawLines.Number(p, "size") ?? 0, Y: (RawLines.Number(p, field) ?? 0) - above))
                .Where(p => p.Y > 0),
        ];
        return pairs.Length < 2 ? "-" : Format(PowerFit.Through(pairs).Exponent, "0.00");
    }
}
