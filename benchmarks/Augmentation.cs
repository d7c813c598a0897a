using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// What random flips and shifts cost an epoch on Fashion-MNIST: without, in a pipeline with Map and Prefetch, and as layers of the model.
/// The three take turns; the medians of their times are compared.
/// </summary>
internal static class Augmentation
{
    public const string Name = "augmentation";
    private const int Examples = 12800;
    private const int BatchSize = 128;
    private const int Rounds = 5;

    public static void Run()
    {
        var (train, _) = FashionMnist.Load();
        var pixels = new byte[train.X.FlattenedLength];
        train.X.FlattenTo(pixels);
        var labels = new byte[train.Count];
        train.Y.FlattenTo(labels);
        using var plain = Convnet();
        using var fed = Convnet();
        using var inside = Convnet(Changes());
        TensorData x = Tensor.Create(
            Array.ConvertAll(pixels[..(Examples * 28 * 28)], p => p / 255f),
            [Examples, 28, 28, 1]
        );
        TensorData y = labels[..Examples];
        var changes = Changes();
        var data = Dataset.FromTensors(x, y).Shuffle(Examples, seed: 1).Batch(BatchSize);
        foreach (var change in changes)
            data = data.Map(change, seed: 1, parallelism: 1);
        data = data.Prefetch(2);
        var epochs = new (string Name, Action Run)[]
        {
            ("without", () => plain.Fit(x, y, BatchSize, verbose: 0)),
            ("pipeline", () => fed.Fit(data, verbose: 0)),
            ("in the model", () => inside.Fit(x, y, BatchSize, verbose: 0)),
        };
        var times = epochs.ToDictionary(e => e.Name, _ => new List<double>());
        for (int round = -1; round < Rounds; round++)
            foreach (var (name, run) in epochs)
            {
                long start = Stopwatch.GetTimestamp();
                run();
                // The first round makes the steps.
                if (round >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        double without = Median(times["without"]);
        foreach (var (name, _) in epochs)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"benchmark\": \"augmentation\", \"form\": \"{name}\", \"ms_per_epoch\": {Median(times[name]):0}, \"ratio\": {Median(times[name]) / without:0.000}}}"
                )
            );
    }

    private static Layer[] Changes() => [new RandomFlip("horizontal"), new RandomTranslation(0.1, 0.1)];

    private static Sequential Convnet(params Layer[] first)
    {
        var model = new Sequential([
            new Input(28, 28, 1),
            .. first,
            .. Workload.All.Single(w => w.Name == "convnet").Layers(),
        ]);
        model.Compile("adam", new Losses.SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
        return model;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
