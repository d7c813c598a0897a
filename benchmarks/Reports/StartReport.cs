using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>How soon a step is ready, by how the program was compiled: the table of benchmarks/START.md. What stands below it there is kept by hand.</summary>
internal static class StartReport
{
    public static string Write(RawLines lines)
    {
        var table = new MarkdownTable("model", "compiled", "cold ms", "again ms", "whole process ms", "peak MB");
        foreach (string name in StartTimes.Names.Where(lines.Workloads.Contains))
        foreach (string? way in lines.Ways)
        {
            var chosen = lines.Where(l => RawLines.Text(l, "way") == way);
            table.Add(
                name,
                way ?? "-",
                Format(chosen.Median("kerasharp", name, "cold_ms"), "0"),
                Format(chosen.Median("kerasharp", name, "again_ms"), "0"),
                Format(chosen.Median("kerasharp", name, "process_ms"), "0"),
                Format(chosen.Median("kerasharp", name, "peak_mb"), "0")
            );
        }
        return $"""
                # Start

                Written by `benchmarks/compare.sh --start`: a model built, differentiated, its step opened and run once, less the time of a step. Cold is the
                first in a process, again the median of five further ones, the whole process lasts to the end of the first step. Each number is the
                median over processes.

                {Report.Machine(lines)}
                {table}
                """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n\n";
    }
}
