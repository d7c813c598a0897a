using System.Diagnostics;
using Kerasharp.Workloads;

namespace Kerasharp.Probe;

/// <summary>Prints what part of one processor the process uses while it does nothing, between and after calls.</summary>
internal static class IdleProbe
{
    private const double Quiet = 0.02;
    private const int Windows = 4;

    public static void Run()
    {
        var workload = new Workload("mlp", [784], 128, 10, 20, () => Workload.Mlp(256, 256, 10));
        using var model = workload.Model();
        model.Compile(optimizer: "adam", loss: new Losses.SparseCategoricalCrossentropy(fromLogits: true));
        var (x, y) = workload.Data(5 * workload.Batch, seed: 1);
        for (int i = 0; i < 2; i++)
        {
            model.Fit(x, y, batchSize: workload.Batch, verbose: 0);
            Print("Fit");
        }
        model.Predict(x);
        Print("Predict");
        // So often, and at once, as a loop of a user's that steps by itself.
        for (int i = 0; i < 20; i++)
            model.TrainOnBatch(x, y);
        Print("TrainOnBatch");
    }

    /// <summary>The least of some windows: the runtime's own work, such as compiling what ran often, ends.</summary>
    private static void Print(string after)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < Windows && least > Quiet; i++)
            least = Math.Min(least, Used());
        Console.WriteLine(FormattableString.Invariant($"{after} {least}"));
    }

    private static double Used()
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(500);
        process.Refresh();
        return (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
    }
}
