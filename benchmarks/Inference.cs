using System.Globalization;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Training;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// Predict for one example and for 64, beside the bare session of ONNX Runtime on the exported file (inputs and outputs bound once) and
/// beside <see cref="ModelSession"/> (arrays in, arrays out). They take turns; medians of the times and of the differences between
/// neighbours are printed.
/// </summary>
internal static class Inference
{
    private const string Prefix = "predict-";
    private const int Rounds = 21;
    private const double RoundMilliseconds = 40;

    public static IReadOnlyList<string> Names { get; } =
    [
        "predict-mlp-tiny-1",
        "predict-convnet-1",
        "predict-convnet-64",
        "predict-transformer-1",
        "predict-transformer-64",
    ];

    public static void Run(string name)
    {
        int dash = name.LastIndexOf('-');
        int batch = int.Parse(name[(dash + 1)..], CultureInfo.InvariantCulture);
        var workload = Workload.All.Single(w => w.Name == name[Prefix.Length..dash]);
        Utils.SetRandomSeed(0);
        using var model = workload.Model();
        var (x, _) = workload.Data(batch, seed: 0);
        double first = Timing.Milliseconds(() => model.Predict(x, batchSize: batch));
        // From then on the weights are constants, as in the file.
        for (int call = 0; call < PredictPrograms.FirstCalls; call++)
            model.Predict(x, batchSize: batch);
        string file = Path.GetTempFileName();
        try
        {
            model.Export(file);
            using var session = new BareSession(file, workload, batch);
            using var arrays = ModelSession.Load(file);
            var inputs = BareSession.Inputs(arrays.Inputs[0].Name, workload, batch);
            Action[] ways = [() => model.Predict(x, batchSize: batch), session.Run, () => arrays.Run(inputs)];
            var times = TakeTurns(ways);
            var line = JsonLine.Of(name);
            line["ms_per_step"] = Math.Round(Timing.Median(times.Select(t => t[0])), 4);
            line["min"] = Math.Round(times.Min(t => t[0]), 4);
            line["session_ms"] = Math.Round(Timing.Median(times.Select(t => t[1])), 4);
            line["model_session_ms"] = Math.Round(Timing.Median(times.Select(t => t[2])), 4);
            line["above_session_us"] = Math.Round(1000 * Timing.Median(times.Select(t => t[0] - t[1])), 1);
            line["first_step_ms"] = Math.Round(first, 1);
            line["peak_mb"] = JsonLine.PeakMegabytes;
            JsonLine.Print(line);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Milliseconds a call, for each round and way.</summary>
    private static List<double[]> TakeTurns(Action[] ways)
    {
        var calls = Array.ConvertAll(ways, Calls);
        var times = new List<double[]>();
        for (int round = 0; round < Rounds; round++)
            times.Add([.. ways.Select((way, i) => Repeat(way, calls[i]) / calls[i])]);
        return times;
    }

    /// <summary>How many calls a round has; by then the runtime's compiler has settled.</summary>
    private static int Calls(Action way)
    {
        const double WarmUp = 500;
        int calls = 0;
        double spent = 0;
        for (; spent < WarmUp; calls++)
            spent += Timing.Milliseconds(way);
        return Math.Max(1, (int)(calls * RoundMilliseconds / spent));
    }

    private static double Repeat(Action way, int calls) =>
        Timing.Milliseconds(() =>
        {
            for (int i = 0; i < calls; i++)
                way();
        });
}
