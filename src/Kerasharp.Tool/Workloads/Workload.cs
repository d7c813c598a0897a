using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Workloads;

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
        new("resnet20", [32, 32, 3], 64, 10, 2, Resnet20),
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

    /// <summary>The model, not compiled.</summary>
    public Sequential Model()
    {
        var input = new Input(Input) { ElementType = Tokens is null ? ElementType.Float32 : ElementType.Int32 };
        return new Sequential([input, .. Layers()]);
    }

    /// <summary>Random inputs and labels, the same ones for the same seed.</summary>
    public (TensorData X, int[] Y) Data(int rows, int seed)
    {
        var random = new Random(seed);
        long width = Input.Aggregate(1L, (product, d) => product * d);
        nint[] shape = [rows, .. Input.Select(d => (nint)d)];
        TensorData x;
        if (Tokens is { } tokens)
        {
            var numbers = new int[rows * width];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = random.Next(tokens);
            x = Tensor.Create(numbers, shape);
        }
        else
        {
            var numbers = new float[rows * width];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = random.NextSingle();
            x = Tensor.Create(numbers, shape);
        }
        var y = new int[rows];
        for (int i = 0; i < rows; i++)
            y[i] = random.Next(Classes);
        return (x, y);
    }

    private static IEnumerable<Layer> Resnet20()
    {
        yield return Residual.Convolution(16, 3, 1);
        yield return Residual.Norm();
        yield return new Activation("relu");
        int channels = 16;
        foreach (var (filters, strides) in ((int, int)[])[(16, 1), (32, 2), (64, 2)])
        {
            for (int i = 0; i < 3; i++)
                yield return new Residual(filters, i == 0 ? strides : 1, projects: i == 0 && filters != channels);
            channels = filters;
        }
        yield return new GlobalAveragePooling2D();
        yield return new Dense(10);
    }

    internal static IEnumerable<Layer> Mlp(params int[] units) =>
        units.Select((u, i) => new Dense(u, activation: i < units.Length - 1 ? "relu" : null));
}
