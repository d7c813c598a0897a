using System.Diagnostics;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// How long it takes from nothing to a step that is ready: the model built, differentiated, and opened by ONNX Runtime. Cold is the first
/// model of the process, with all code still to be compiled (so measure in a process of its own); again is the median of five further ones.
/// </summary>
internal static class StartTimes
{
    private const string Prefix = "start-";
    private const int Repetitions = 5;

    public static IReadOnlyList<string> Names { get; } = ["start-convnet", "start-resnet50"];

    public static void Run(string name)
    {
        var workload =
            name == "start-convnet"
                ? Workload.All.Single(w => w.Name == "convnet")
                : GpuWorkloads.All(tiny: true).Single(w => w.Name == "gpu-resnet50");
        var (x, y) = workload.Data(workload.Batch, seed: 0);
        double cold = Start(workload, x, y);
        double process = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        double[] again = [.. Enumerable.Range(0, Repetitions).Select(_ => Start(workload, x, y))];
        var line = JsonLine.Of(name);
        line["process_ms"] = Math.Round(process);
        line["cold_ms"] = Math.Round(cold, 1);
        line["again_ms"] = Math.Round(Timing.Median(again), 1);
        line["peak_mb"] = JsonLine.PeakMegabytes;
        JsonLine.Print(line);
    }

    /// <summary>The time to the end of the first step, less that of a step.</summary>
    private static double Start(Workload workload, Data.TensorData x, int[] y)
    {
        long start = Stopwatch.GetTimestamp();
        using var model = TrainingBench.Compiled(workload, Device.Cpu);
        model.TrainOnBatch(x, y);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double[] steps = [.. Enumerable.Range(0, 3).Select(_ => Timing.Milliseconds(() => model.TrainOnBatch(x, y)))];
        return first - steps.Min();
    }
}
