using System.Diagnostics;
using System.Globalization;

namespace Kerasharp.Benchmarks.Scaling;

/// <summary>Trains each size of each series in a process of its own, so that its peak of memory is its own, and prints a line for each.</summary>
internal static class ScalingRun
{
    private const double WarmUp = 300;

    /// <summary>Measures all series, or those that are named.</summary>
    /// <exception cref="ArgumentException">There is no series of a name.</exception>
    public static void Run(string[] names)
    {
        ScalingSeries[] chosen = [ScalingSeries.Base, .. names.Length == 0 ? ScalingSeries.All : names.Select(Find)];
        foreach (var series in chosen)
        foreach (int size in series.Sizes)
            Start(series.Name, size);
        if (names.Length == 0)
            StartSeries.Run();
    }

    /// <summary>Measures one size in this process.</summary>
    public static void RunPoint(string name, int size)
    {
        var series = Find(name);
        var workload = series.Make(size);
        using var model = TrainingBench.Compiled(workload, Device.Cpu);
        var line = JsonLine.Of("scaling");
        line["series"] = name;
        line["size"] = size;
        line["work"] = series.Work(size);
        line["kept_mb"] = Math.Round(series.Memory(size) * sizeof(float) / (1 << 20), 2);
        TrainingBench.Measure(line, model, workload, WarmUp, epochs: null);
        JsonLine.Print(line);
    }

    private static ScalingSeries Find(string name) =>
        ScalingSeries.All.Prepend(ScalingSeries.Base).FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException(
            $"The series '{name}' was asked for; one of {string.Join(", ", ScalingSeries.All.Select(s => s.Name))} was expected. Correct the name."
        );

    private static void Start(string name, int size)
    {
        string program = Environment.ProcessPath!;
        string[] command = ["scaling-point", name, size.ToString(CultureInfo.InvariantCulture)];
        // Under "dotnet Kerasharp.Benchmarks.dll" the process is dotnet's.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            command = [Environment.GetCommandLineArgs()[0], .. command];
        using var process = Process.Start(new ProcessStartInfo(program, command))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The size {size} of the series {name} ended with exit code {process.ExitCode}; 0 was expected. What it printed says why."
                )
            );
    }
}
