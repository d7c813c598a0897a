using System.Globalization;
using System.Text.Json.Nodes;
using Kerasharp.Losses;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// Trains a workload through Fit, as users do, the handling of inputs included: the median and the least of five timings, in milliseconds a
/// step.
/// </summary>
internal static class TrainingBench
{
    private const int Timings = 5;

    // Until the runtime's compiler has settled on the code of the loop.
    private const double WarmUp = 1000;

    public static void Run(Workload workload, BenchOptions options)
    {
        using var model = Compiled(workload, options.Device);
        var line = JsonLine.Of(workload.Name);
        if (!options.Device.IsCpu)
            line["device"] = options.Device.ToString();
        if (options.Way is { } way)
            line["way"] = way;
        Measure(line, model, workload, WarmUp, epochs: 1);
        JsonLine.Print(line);
        if (options.ListsNodes)
            ListNodes(workload, model.Placement());
    }

    /// <summary>The model, ready to train from the same first weights each time.</summary>
    public static Sequential Compiled(Workload workload, Device device)
    {
        Utils.SetRandomSeed(0);
        var model = workload.Model();
        model.Compile(optimizer: "adam", loss: new SparseCategoricalCrossentropy(fromLogits: true), device: device);
        return model;
    }

    /// <summary>Trains, and fills in a line's fields.</summary>
    /// <param name="line">The line.</param>
    /// <param name="model">The model.</param>
    /// <param name="workload">What it is.</param>
    /// <param name="warmUp">For how many milliseconds it trains before the time is taken.</param>
    /// <param name="epochs">How many passes a timing has; null for what takes a tenth of a second.</param>
    public static void Measure(JsonObject line, Sequential model, Workload workload, double warmUp, int? epochs)
    {
        var (x, labels) = workload.Data(workload.Batch * workload.Steps, seed: 0);
        var (first, firstLabels) = workload.Data(workload.Batch, seed: 0);
        double firstTime = Timing.Milliseconds(() =>
            model.Fit(first, firstLabels, batchSize: workload.Batch, verbose: 0)
        );
        double epoch = 0;
        for (double spent = 0; spent < warmUp; spent += epoch)
            epoch = Fit(1);
        int passes = epochs ?? (int)Math.Clamp(100 / epoch, 1, 100);
        double[] times = [.. Enumerable.Range(0, Timings).Select(_ => Fit(passes) / (workload.Steps * passes)).Order()];
        var placement = model.Placement();
        line["params"] = model.TrainableWeights.Sum(w => w.Count);
        line["ms_per_step"] = Math.Round(times[Timings / 2], 4);
        line["min"] = Math.Round(times[0], 4);
        line["first_step_ms"] = Math.Round(firstTime, 1);
        line["peak_mb"] = JsonLine.PeakMegabytes;
        line["nodes"] = placement.Count;
        line["fallbacks"] = placement.Fallbacks.Count();

        double Fit(int count) =>
            Timing.Milliseconds(() => model.Fit(x, labels, batchSize: workload.Batch, epochs: count, verbose: 0));
    }

    /// <summary>The operators of a step, most frequent first; those on the processor though the step is another device's apart.</summary>
    private static void ListNodes(Workload workload, Placement placement)
    {
        var line = JsonLine.Of(workload.Name);
        line["operators"] = Counted(placement.Where(n => n.Reason is null));
        line["on_processor"] = Counted(placement.Fallbacks);
        JsonLine.Print(line);
    }

    private static string Counted(IEnumerable<NodePlacement> nodes) =>
        string.Join(
            ", ",
            nodes
                .CountBy(n => n.Operator)
                .OrderByDescending(n => n.Value)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Value} {n.Key}"))
        );
}
