using System.Buffers;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>One epoch of Fashion-MNIST by Fit: bytes from memory, shuffled, scaled in the step, the convnet behind them.</summary>
internal static class FashionEpoch
{
    public const string Name = "fashion-mnist";
    private const int BatchSize = 128;

    public static void Run()
    {
        if (Environment.GetEnvironmentVariable("KERASHARP_DATA") is not { Length: > 0 })
        {
            JsonLine.Skip(Name, "KERASHARP_DATA names no folder with fashion-mnist/");
            return;
        }
        Utils.SetRandomSeed(0);
        var (train, _) = FashionMnist.Load(new DatasetOptions { AllowDownload = false });
        using var model = new Sequential([
            new Input(28, 28),
            new Reshape(28, 28, 1),
            new Rescaling(1.0 / 255),
            .. Workload.All.Single(w => w.Name == "convnet").Layers(),
        ]);
        model.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: true));
        // The steps for whole batches and for the rest.
        int steps = (train.Count + BatchSize - 1) / BatchSize;
        double first = Timing.Milliseconds(() =>
            model.TrainOnBatch(train.X.Slice(0..BatchSize, NRange.All, NRange.All), train.Y.Slice(0..BatchSize))
        );
        double epoch = Timing.Milliseconds(() => model.Fit(train.X, train.Y, BatchSize, verbose: 0));
        var line = JsonLine.Of(Name);
        line["params"] = model.TrainableWeights.Sum(w => w.Count);
        line["ms_per_step"] = Math.Round(epoch / steps, 3);
        line["epoch_s"] = Math.Round(epoch / 1000, 2);
        line["first_step_ms"] = Math.Round(first, 1);
        line["peak_mb"] = JsonLine.PeakMegabytes;
        JsonLine.Print(line);
    }
}
