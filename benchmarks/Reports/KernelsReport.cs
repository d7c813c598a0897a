using Kerasharp.Benchmarks.Kernels;
using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>Each kernel beside its twin: the table of benchmarks/KERNELS.md. What stands below it there is kept by hand.</summary>
internal static class KernelsReport
{
    public static string Write(RawLines lines)
    {
        var table = new MarkdownTable("kernel", "where", "shapes", "twin's µs", "kernel's µs", "times as fast");
        foreach (var kernel in lines.Of("kerasharp", KernelBench.Name).GroupBy(l => RawLines.Text(l, "operator")))
        {
            double twin = Timing.Median(kernel.Select(l => RawLines.Number(l, "twin_us") ?? 0));
            double ours = Timing.Median(kernel.Select(l => RawLines.Number(l, "kernel_us") ?? 0));
            table.Add(
                kernel.Key ?? "-",
                RawLines.Text(kernel.First(), "used_in") ?? "-",
                RawLines.Text(kernel.First(), "shapes") ?? "-",
                Show(twin),
                Show(ours),
                Format(twin / ours, "0.0")
            );
        }
        return $"""
                # Kernels

                Written by `benchmarks/compare.sh --kernels`: each fused operator of ours at a shape that networks have, and its twin in standard operators,
                both by ONNX Runtime, in turns; medians. Where the twin's random numbers are drawn by the host, that is counted.
                `tests/Kerasharp.Onnx.Tests/Kernels` holds each kernel against its twin, `tests/Kerasharp.Tests/Processes` at every width of vectors.

                {Report.Machine(lines)}
                {table}
                """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n\n";
    }
}
