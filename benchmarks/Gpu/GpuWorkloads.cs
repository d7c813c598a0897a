using Kerasharp.Layers;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>The workloads for machines with a GPU. Tiny ones have the same graphs in small, so that any machine can try them.</summary>
internal static class GpuWorkloads
{
    private const int Vocabulary = 10000;
    private const int Blocks = 6;

    public static IReadOnlyList<Workload> All(bool tiny) =>
        [
            MlpWide(tiny ? 64 : 4096, batch: tiny ? 32 : 1024),
            Workload.All.Single(w => w.Name == "convnet") with
            {
                Name = "gpu-convnet",
                Batch = tiny ? 16 : 1024,
            },
            new(
                "gpu-resnet50",
                [64, 64, 3],
                tiny ? 2 : 128,
                10,
                tiny ? 2 : 10,
                () => [Applications.ResNet50(inputShape: [64, 64, 3], classes: 10, classifierActivation: null)]
            ),
            tiny ? Transformer(width: 32, steps: 16, batch: 4) : Transformer(width: 512, steps: 256, batch: 32),
            tiny ? LstmLong(8, 16, batch: 8) : LstmLong(64, 256, batch: 256),
        ];

    private static Workload MlpWide(int width, int batch) =>
        new("gpu-mlp-wide", [width], batch, 10, 20, () => Workload.Mlp(width, width, 10));

    private static Workload Transformer(int width, int steps, int batch) =>
        new(
            "gpu-transformer",
            [steps],
            batch,
            2,
            5,
            () =>
                [
                    new TokenAndPositionEmbedding(Vocabulary, sequenceLength: steps, embeddingDim: width),
                    .. Enumerable.Range(0, Blocks).Select(_ => new Encoder(4 * width, 8, dropout: 0.1, width)),
                    new GlobalAveragePooling1D(),
                    new Dense(2),
                ],
            Vocabulary
        );

    private static Workload LstmLong(int features, int units, int batch) =>
        new("gpu-lstm-long", [100, features], batch, 10, 5, () => [new LSTM(units), new Dense(10)]);
}
