using System.Text.Json.Nodes;
using Kerasharp.Benchmarks.Scaling;
using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>How time and memory grow with a network: benchmarks/SCALING.md.</summary>
internal static class ScalingReport
{
    private const string Ours = "kerasharp";

    public static string Write(RawLines lines)
    {
        var table = new MarkdownTable(
            "series",
            "sizes",
            "ms a step",
            "peak MB",
            "first step ms",
            "work ~",
            "time ~",
            "last doubling",
            "memory ~",
            "first step ~"
        );
        var points = lines.Of(Ours, "scaling");
        double floor =
            points
                .Where(p => RawLines.Text(p, "series") == ScalingSeries.Base.Name)
                .Select(p => RawLines.Number(p, "peak_mb"))
                .FirstOrDefault()
            ?? 0;
        foreach (var series in points.GroupBy(p => RawLines.Text(p, "series")!))
        {
            if (series.Key == ScalingSeries.Base.Name || series.Count() < 2)
                continue;
            JsonObject[] sorted = [.. series.OrderBy(p => RawLines.Number(p, "size"))];
            table.Add(
                series.Key,
                Ends(sorted, "size"),
                Ends(sorted, "ms_per_step"),
                Ends(sorted, "peak_mb"),
                Ends(sorted, "first_step_ms"),
                Exponent(sorted, "work"),
                Exponent(sorted, "ms_per_step"),
                Exponent(sorted[^2..], "ms_per_step"),
                Exponent(sorted, "peak_mb", floor),
                Exponent(sorted, "first_step_ms")
            );
        }
        return $"""
                # Scaling

                Written by `benchmarks/compare.sh --scaling`. Each size trains in a process of its own. An exponent e says that the column grows as size^e,
                by least squares in logarithms over all sizes of the series; 'last doubling' has the two largest alone, where what does not grow
                (launches of nodes, the update of weights) weighs least. Work is the multiplications of a forward pass; memory is the peak of the
                process above the {Format(
                    floor,
                    "0"
                )} MB of one that trains next to nothing, a dash where that is below a megabyte.

                {Report.Machine(lines)}
                {table}
                """.ReplaceLineEndings(
                "\n"
            ).TrimEnd('\n') + "\n";
    }

    private static string Ends(JsonObject[] points, string field) =>
        $"{Show(RawLines.Number(points[0], field))} to {Show(RawLines.Number(points[^1], field))}";

    private static string Exponent(JsonObject[] points, string field, double above = 0)
    {
        (double X, double Y)[] pairs =
        [
            .. points
                .Select(p => (X: RawLines.Number(p, "size") ?? 0, Y: (RawLines.Number(p, field) ?? 0) - above))
                .Where(p => p.Y > 0 && (above == 0 || p.Y >= 1)),
        ];
        return pairs.Length < 2 ? "-" : Format(PowerFit.Through(pairs).Exponent, "0.00");
    }
}
