namespace Kerasharp.Benchmarks.Reports;

/// <summary>What the scripts make of the lines that they gathered.</summary>
internal static class Report
{
    /// <summary>A report in Markdown.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="path">The file with the lines.</param>
    /// <param name="earlier">What the report was, of which it keeps what was written by hand.</param>
    /// <exception cref="ArgumentException">There is no such report.</exception>
    public static string Write(string kind, string path, string? earlier = null)
    {
        var lines = RawLines.Read(path);
        return kind switch
        {
            "steps" => StepsReport.Write(lines),
            "scaling" => ScalingReport.Write(lines, earlier),
            "gpu" => GpuReport.Write(lines),
            "kernels" => KernelsReport.Write(lines),
            "start" => StartReport.Write(lines),
            _ => throw new ArgumentException(
                $"The report '{kind}' was asked for; steps, scaling, gpu, kernels or start was expected. Correct the name."
            ),
        };
    }

    /// <summary>The machine, the versions and the date.</summary>
    public static string Machine(RawLines lines) =>
        $"{lines.Find("machine")}. {lines.Find("software")}. {string.Join(", ", lines.Peers)}. {lines.Find("date")}.\n";
}
