using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kerasharp.Layers;
using Kerasharp.Workloads;

namespace Kerasharp.Probe;

/// <summary>
/// Trains a small model of each kind for a hundred steps and prints the mean loss of each ten of them with a hash of the weights then; and
/// twenty of them again. Sizes are such that kernels and products work in several parts.
/// </summary>
internal static class ModelsProbe
{
    private const int Batch = 16;
    private const int Steps = 100;
    private const int Again = 20;
    private const int StepsALine = 10;

    public static void Run()
    {
        foreach (var (name, width, layers) in All())
        {
            Train(name, width, layers(), Steps);
            Train(name + " again", width, layers(), Again);
        }
    }

    /// <summary>Names, shapes of an example (of tokens where a number below 0 follows, of which there are so many) and layers.</summary>
    private static IEnumerable<(string Name, long[] Example, Func<IEnumerable<Layer>> Layers)> All() =>
        [
            ("mlp", [100], () => Workload.Mlp(200, 150, 8)),
            (
                "convnet",
                [12, 12, 3],
                () =>
                    [
                        new Conv2D(24, 3, activation: "relu"),
                        new MaxPooling2D(2),
                        new Conv2D(32, 3, activation: "relu"),
                        new Flatten(),
                        .. Workload.Mlp(64, 8),
                    ]
            ),
            (
                "residual",
                [12, 12, 8],
                () =>
                    [
                        new Residual(16, 1, projects: true),
                        new Residual(24, 2, projects: true),
                        new Flatten(),
                        new Dense(8),
                    ]
            ),
            ("lstm", [8, 20], () => [new LSTM(64), new Dense(8)]),
            ("gru", [8, 20], () => [new GRU(64), new Dense(8)]),
            (
                "transformer",
                [16, -500],
                () =>
                    [
                        new TokenAndPositionEmbedding(500, sequenceLength: 16, embeddingDim: 64),
                        new Encoder(128, 4, dropout: 0.1, width: 64),
                        new GlobalAveragePooling1D(),
                        new Dense(8),
                    ]
            ),
            // Each row of the table is taken many times in a batch.
            (
                "embedding",
                [50, -300],
                () => [new Embedding(300, 256), new GlobalAveragePooling1D(), new Dropout(0.2), new Dense(8)]
            ),
        ];

    private static void Train(string name, long[] example, IEnumerable<Layer> layers, int steps)
    {
        Utils.SetRandomSeed(1);
        long? tokens = example[^1] < 0 ? -example[^1] : null;
        long[] shape = tokens is null ? example : example[..^1];
        var workload = new Workload(name, shape, Batch, 8, StepsALine, () => layers, (int?)tokens);
        using var model = workload.Model();
        model.Compile(optimizer: "adam", loss: new Losses.SparseCategoricalCrossentropy(fromLogits: true));
        Console.Write(name + ":");
        for (int line = 0; line < steps / StepsALine; line++)
        {
            // Other data each time, and noise for labels: what is learnt by heart would let the last bits grow.
            var (x, y) = workload.Data(StepsALine * Batch, seed: 2 + line);
            double loss = model.Fit(x, y, batchSize: Batch, verbose: 0)["loss"][0];
            Console.Write(FormattableString.Invariant($" {loss:R}/{Hash(model)}"));
        }
        Console.WriteLine();
    }

    private static string Hash(Model model)
    {
        float[] weights = [.. model.GetWeights().SelectMany(w => w)];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights)))[..16];
    }
}
