namespace Kerasharp.Benchmarks.Reports;

/// <summary>What the scripts make of the lines that they gathered.</summary>
internal static class Report
{
    /// <summary>A report in Markdown.</summary>
    /// <exception cref="ArgumentException">There is no such report.</exception>
    public static string Write(string kind, string path)
    {
        var lines = RawLines.Read(path);
        return kind switch
        {
            "steps" => StepsReport.Write(lines),
            "scaling" => ScalingReport.Write(lines),
            "gpu" => GpuReport.Write(lines),
            "kernels" => KernelsReport.Write(lines),
            _ => throw new ArgumentException(
                $"The report '{kind}' was asked for; steps, scaling, gpu or kernels was expected. Correct the name."
            ),
        };
    }

    /// <summary>The machine, the versions and the date.</summary>
    public static string Machine(RawLines lines) =>
        $"{lines.Find("machine")}. {lines.Find("software")}. {string.Join(", ", lines.Peers)}. {lines.Find("date")}.\n";
}
