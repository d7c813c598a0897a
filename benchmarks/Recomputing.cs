using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>
/// What a <see cref="RematScope"/> saves and costs: a transformer of six layers as it is, and with layers that are computed again. Each in a
/// process of its own, or the peak is another's.
/// </summary>
internal static class Recomputing
{
    private const string Prefix = "remat-";
    private const int Depth = 6;
    private const int Width = 128;
    private const int Length = 128;

    public static IReadOnlyList<string> Names { get; } = ["remat-none", "remat-activations", "remat-full"];

    public static void Run(string name)
    {
        string mode = name[Prefix.Length..];
        var workload = new Workload(
            name,
            [Length],
            32,
            10,
            4,
            () => Layers(mode == "none" ? null : mode),
            Tokens: 1000
        );
        using var model = TrainingBench.Compiled(workload, Device.Cpu);
        var line = JsonLine.Of(name);
        TrainingBench.Measure(line, model, workload, warmUp: 500, epochs: 1);
        JsonLine.Print(line);
    }

    private static Layer[] Layers(string? mode)
    {
        Layer[] encoders;
        using (new RematScope(mode))
            encoders = [.. Enumerable.Range(0, Depth).Select(_ => new Encoder(4 * Width, 4, dropout: 0.1, Width))];
        return
        [
            new TokenAndPositionEmbedding(1000, sequenceLength: Length, embeddingDim: Width),
            .. encoders,
            new GlobalAveragePooling1D(),
            new Dense(10),
        ];
    }
}
