using System.Text;
using Kerasharp.Workloads;
using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>Ours beside PyTorch's on a GPU: the table of benchmarks/GPU.md.</summary>
internal static class GpuReport
{
    private const string Ours = "kerasharp";
    private const string Torch = "pytorch";

    public static string Write(RawLines lines)
    {
        var text = new StringBuilder();
        text.Append(Report.Machine(lines)).Append('\n');
        if (lines.Find("gpu") is { } gpu)
            text.Append($"GPU: {gpu}.\n\n");
        foreach (string? way in lines.Ways)
        {
            // Recording is ours alone; it stands beside PyTorch with the same arithmetic.
            string? theirs = way?.Split(',')[0] is "tf32" ? "tf32" : null;
            var chosen = lines.Where(l =>
                RawLines.Text(l, "way")
                == (RawLines.Text(l, "peer")?.StartsWith(Torch, StringComparison.Ordinal) == true ? theirs : way)
            );
            if (!chosen.Peers.Any(p => p.StartsWith(Ours, StringComparison.Ordinal)))
                continue;
            text.Append($"### {string.Join(" beside ", chosen.Peers)}{(way is null ? "" : $", {way}")}\n\n")
                .Append(Table(chosen))
                .Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static MarkdownTable Table(RawLines lines)
    {
        var table = new MarkdownTable(
            "workload",
            "Kerasharp ms",
            "PyTorch ms",
            "ratio",
            "nodes",
            "of them on the processor",
            "first step ms",
            "PyTorch's"
        );
        foreach (string name in GpuWorkloads.All(tiny: true).Select(w => w.Name).Where(lines.Workloads.Contains))
            table.Add(
                name,
                Show(lines.Median(Ours, name, "ms_per_step")),
                Show(lines.Median(Torch, name, "ms_per_step")),
                Format(lines.Ratio(Ours, Torch, name), "0.00"),
                Format(lines.Median(Ours, name, "nodes"), "0"),
                Format(lines.Median(Ours, name, "fallbacks"), "0"),
                Format(lines.Median(Ours, name, "first_step_ms"), "0"),
                Format(lines.Median(Torch, name, "first_step_ms"), "0")
            );
        return table;
    }
}
