using Kerasharp.Layers;

namespace Kerasharp.Benchmarks;

/// <summary>A model and the size of the data that it is trained on.</summary>
/// <param name="Name">The name by which peers know it, too.</param>
/// <param name="Input">The shape of one example.</param>
/// <param name="Batch">How many examples make a step.</param>
/// <param name="Classes">How many classes the labels have.</param>
/// <param name="Steps">How many steps are timed together.</param>
/// <param name="Layers">The layers; the last gives logits.</param>
/// <param name="Tokens">How many tokens inputs are drawn from, where they are tokens; else they are numbers from 0 to 1.</param>
internal sealed record Workload(
    string Name,
    long[] Input,
    int Batch,
    int Classes,
    int Steps,
    Func<IEnumerable<Layer>> Layers,
    int? Tokens = null
)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("mlp", [784], 128, 10, 100, () => Mlp(512, 512, 10)),
        new("mlp-wide", [4096], 32, 10, 4, () => Mlp(4096, 4096, 10)),
        new("mlp-tiny", [4], 32, 3, 500, () => Mlp(32, 16, 3)),
        new(
            "convnet",
            [28, 28, 1],
            128,
            10,
            10,
            () =>
                [
                    new Conv2D(32, 3, activation: "relu"),
                    new MaxPooling2D(2),
                    new Conv2D(64, 3, activation: "relu"),
                    new MaxPooling2D(2),
                    new Flatten(),
                    .. Mlp(128, 10),
                ]
        ),
        new(
            "cifar",
            [32, 32, 3],
            64,
            10,
            10,
            () =>
                [
                    new Conv2D(32, 3, activation: "relu"),
                    new MaxPooling2D(2),
                    new Conv2D(64, 3, activation: "relu"),
                    new MaxPooling2D(2),
                    new Conv2D(64, 3, activation: "relu"),
                    new Flatten(),
                    .. Mlp(64, 10),
                ]
        ),
        new(
            "transformer",
            [64],
            32,
            2,
            5,
            () =>
                [
                    new TokenAndPositionEmbedding(10000, sequenceLength: 64, embeddingDim: 128),
                    new Encoder(512, 4, dropout: 0.1),
                    new Encoder(512, 4, dropout: 0.1),
                    new GlobalAveragePooling1D(),
                    new Dense(2),
                ],
            Tokens: 10000
        ),
        new("lstm", [28, 28], 64, 10, 20, () => [new LSTM(128), new Dense(10)]),
        new("lstm-long", [100, 64], 32, 10, 4, () => [new LSTM(256), new Dense(10)]),
        new("gru", [28, 28], 64, 10, 20, () => [new GRU(128), new Dense(10)]),
    ];

    private static IEnumerable<Layer> Mlp(params int[] units) =>
        units.Select((u, i) => new Dense(u, activation: i < units.Length - 1 ? "relu" : null));
}
