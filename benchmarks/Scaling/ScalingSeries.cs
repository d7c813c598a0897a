using Kerasharp.Layers;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks.Scaling;

/// <summary>A network that grows in one direction.</summary>
/// <param name="Name">The network and the direction, such as lstm-length.</param>
/// <param name="Sizes">How large it is made.</param>
/// <param name="Make">The workload of a size.</param>
/// <param name="Work">The multiplications in a forward pass of a step of that size.</param>
/// <param name="Memory">
/// The numbers that lie in memory at the peak: weights and Adam's two for each, what a forward pass keeps for the gradients, and the data.
/// </param>
internal sealed record ScalingSeries(
    string Name,
    IReadOnlyList<int> Sizes,
    Func<int, Workload> Make,
    Func<int, double> Work,
    Func<int, double> Memory
)
{
    // Few steps a pass keep the data small; passes are repeated instead.
    private const int Steps = 8;
    private const int Classes = 10;
    private const int Features = 32;
    private const int Side = 16;
    private const int Vocabulary = 1000;
    private const int Heads = 4;

    /// <summary>What a process takes that trains next to nothing.</summary>
    public static ScalingSeries Base { get; } =
        new("base", [1], n => Sized("base", [4], n, () => [new Dense(Classes)]), n => 4 * Classes, n => 15 * Classes);

    public static IReadOnlyList<ScalingSeries> All { get; } =
    [
        Dense("batch", [32, 64, 128, 256, 512], n => (n, 512, 2)),
        Dense("width", [256, 512, 1024, 2048], n => (128, n, 2)),
        Dense("depth", [2, 4, 8, 16, 32], n => (128, 256, n)),
        Convolutions("batch", [16, 32, 64, 128], n => (n, 32, 2)),
        Convolutions("width", [16, 32, 64, 128], n => (32, n, 2)),
        Convolutions("depth", [2, 4, 8, 16], n => (32, 32, n)),
        Lstm("batch", [16, 32, 64, 128, 256], n => (n, 128, 1, 32)),
        Lstm("width", [64, 128, 256, 512], n => (32, n, 1, 32)),
        Lstm("depth", [1, 2, 4, 8], n => (32, 64, n, 32)),
        Lstm("length", [16, 32, 64, 128, 256], n => (32, 128, 1, n)),
        Transformer("batch", [8, 16, 32, 64], n => (n, 64, 1, 64)),
        Transformer("width", [64, 128, 256, 512], n => (8, n, 1, 64)),
        Transformer("depth", [1, 2, 4, 8], n => (8, 64, n, 64)),
        Transformer("length", [32, 64, 128, 256, 512], n => (8, 64, 1, n)),
    ];

    private static ScalingSeries Dense(string what, int[] sizes, Func<int, (int Batch, int Width, int Depth)> at) =>
        new(
            $"dense-{what}",
            sizes,
            n =>
            {
                var (batch, width, depth) = at(n);
                return Sized(what, [width], batch, () => Workload.Mlp([.. Enumerable.Repeat(width, depth), Classes]));
            },
            n =>
            {
                var (batch, width, depth) = at(n);
                return (double)batch * width * ((double)width * depth + Classes);
            },
            n =>
            {
                var (batch, width, depth) = at(n);
                return 3.0 * width * (width * depth + Classes) + (double)batch * width * (depth + Steps);
            }
        );

    private static ScalingSeries Convolutions(
        string what,
        int[] sizes,
        Func<int, (int Batch, int Width, int Depth)> at
    ) =>
        new(
            $"conv-{what}",
            sizes,
            n =>
            {
                var (batch, width, depth) = at(n);
                return Sized(
                    what,
                    [Side, Side, 3],
                    batch,
                    () =>
                        [
                            .. Enumerable
                                .Range(0, depth)
                                .Select(_ => new Conv2D(width, 3, padding: "same", activation: "relu")),
                            new GlobalAveragePooling2D(),
                            new Dense(Classes),
                        ]
                );
            },
            n =>
            {
                var (batch, width, depth) = at(n);
                return batch * (Side * Side * 9.0 * width * (3 + (depth - 1.0) * width) + width * Classes);
            },
            n =>
            {
                var (batch, width, depth) = at(n);
                return 27.0 * width * (3 + (depth - 1) * width)
                    + (double)batch * Side * Side * (width * depth + 3 * Steps);
            }
        );

    private static ScalingSeries Lstm(
        string what,
        int[] sizes,
        Func<int, (int Batch, int Width, int Depth, int Length)> at
    ) =>
        new(
            $"lstm-{what}",
            sizes,
            n =>
            {
                var (batch, width, depth, length) = at(n);
                return Sized(
                    what,
                    [length, Features],
                    batch,
                    () =>
                        [
                            .. Enumerable.Range(0, depth).Select(i => new LSTM(width, returnSequences: i < depth - 1)),
                            new Dense(Classes),
                        ]
                );
            },
            n =>
            {
                var (batch, width, depth, length) = at(n);
                return (double)batch * length * 4 * width * (Features + width + (depth - 1.0) * 2 * width);
            },
            n =>
            {
                var (batch, width, depth, length) = at(n);
                // A step keeps the input's product, four gates, the cell and the output.
                return 12.0 * width * (Features + width + (depth - 1.0) * 2 * width)
                    + (double)batch * length * (10 * width * depth + Features * Steps);
            }
        );

    private static ScalingSeries Transformer(
        string what,
        int[] sizes,
        Func<int, (int Batch, int Width, int Depth, int Length)> at
    ) =>
        new(
            $"transformer-{what}",
            sizes,
            n =>
            {
                var (batch, width, depth, length) = at(n);
                return Sized(
                    what,
                    [length],
                    batch,
                    () =>
                        [
                            new TokenAndPositionEmbedding(Vocabulary, sequenceLength: length, embeddingDim: width),
                            .. Enumerable
                                .Range(0, depth)
                                .Select(_ => new Encoder(4 * width, Heads, dropout: 0.1, width)),
                            new GlobalAveragePooling1D(),
                            new Dense(Classes),
                        ],
                    Vocabulary
                );
            },
            n =>
            {
                var (batch, width, depth, length) = at(n);
                return (double)batch * length * depth * width * (12.0 * width + 2 * length);
            },
            n =>
            {
                var (batch, width, depth, length) = at(n);
                // A token keeps 11 vectors of the width, 3 of four times the width, and two numbers for each token that a head looks at.
                return 3.0 * width * (12.0 * width * depth + Vocabulary + length)
                    + (double)batch * length * depth * (23.0 * width + 2 * Heads * length);
            }
        );

    private static Workload Sized(
        string name,
        long[] input,
        int batch,
        Func<IEnumerable<Layer>> layers,
        int? tokens = null
    ) => new(name, input, batch, Classes, Steps, layers, tokens);
}
