using System.Diagnostics;
using System.Globalization;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Metrics;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// What metrics and callbacks cost a step of the convnet: the same training with none and with many, taking turns, epoch by epoch. The
/// median of the ratios of neighbours is printed, which noise of the machine moves least.
/// </summary>
internal static class Overhead
{
    public const string Name = "overhead";
    private const int Steps = 40;
    private const int BatchSize = 128;
    private const int Rounds = 15;

    public static void Run()
    {
        var random = new Random(0);
        var x = new float[Steps * BatchSize, 28, 28, 1];
        foreach (
            ref float value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref x[0, 0, 0, 0], x.Length)
        )
            value = random.NextSingle();
        int[] y = [.. Enumerable.Range(0, Steps * BatchSize).Select(_ => random.Next(10))];
        string folder = Directory.CreateTempSubdirectory("kerasharp-overhead").FullName;
        try
        {
            Compare(x, y, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(TensorData x, TensorData y, string folder)
    {
        using var bare = Convnet([]);
        using var full = Convnet([
            "accuracy",
            new SparseTopKCategoricalAccuracy(3),
            new Metrics.SparseCategoricalCrossentropy(fromLogits: true),
        ]);
        // What works at an epoch's end is paid there; here a step is looked at, so the epoch's end is timed apart.
        Callback[] callbacks =
        [
            new EarlyStopping("loss", patience: 1000),
            new ReduceLROnPlateau("loss", patience: 1000),
            new TerminateOnNaN(),
            new CSVLogger(Path.Combine(folder, "log.csv")),
            new LambdaCallback(onTrainBatchEnd: (_, _) => { }),
        ];
        var ratios = new List<double>();
        var times = (Bare: new List<double>(), Full: new List<double>());
        for (int round = -2; round < Rounds; round++)
        {
            double without = Time(() => bare.Fit(x, y, BatchSize, verbose: 0));
            double with = Time(() => full.Fit(x, y, BatchSize, verbose: 0, callbacks: callbacks));
            if (round < 0)
                continue;
            times.Bare.Add(without);
            times.Full.Add(with);
            ratios.Add(with / without);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"benchmark\": \"overhead\", \"bare_ms_per_step\": {Median(times.Bare) / Steps:0.000}, \"full_ms_per_step\": {Median(times.Full) / Steps:0.000}, \"ratio\": {Median(ratios):0.000}}}"
            )
        );
    }

    private static Sequential Convnet(MetricList metrics)
    {
        var model = new Sequential([new Input(28, 28, 1), .. Workload.All.Single(w => w.Name == "convnet").Layers()]);
        model.Compile("adam", new Losses.SparseCategoricalCrossentropy(fromLogits: true), metrics);
        return model;
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
