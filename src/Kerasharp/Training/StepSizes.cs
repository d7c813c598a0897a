using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>What takes memory in a step: how many examples it has, its largest tensors, and how much all take together at most.</summary>
/// <param name="Batch">How many examples; null where no input tells.</param>
/// <param name="Largest">The largest tensors, each with the layer that makes it, its shape and size.</param>
/// <param name="Bytes">All tensors together, as if none gave its memory to another.</param>
internal sealed record StepSizes(long? Batch, IReadOnlyList<string> Largest, long Bytes)
{
    private const int Shown = 5;

    /// <summary>The sizes of a graph whose shapes are numbers; what depends on data does not count.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="batchInput">An input whose first dimension counts the examples.</param>
    public static StepSizes Of(Graph graph, string? batchInput)
    {
        var sizes = new List<(string Name, Value Value, long Bytes)>();
        foreach (var input in graph.Inputs)
            Add(input.Name!, input);
        foreach (var node in graph.Sort())
        foreach (var output in node.Outputs)
            Add(node.Scope.Length == 0 ? node.Op : $"{node.Scope} ({node.Op})", output);
        long? batch =
            batchInput is not null && graph.FindInput(batchInput) is { Rank: > 0 } first && first.Shape[0].IsKnown
                ? first.Shape[0].Value
                : null;
        return new StepSizes(
            batch,
            [
                .. sizes
                    .OrderByDescending(s => s.Bytes)
                    .Take(Shown)
                    .Select(s => $"{s.Name} {s.Value.Shape} {Text(s.Bytes)}"),
            ],
            sizes.Sum(s => s.Bytes)
        );

        void Add(string name, Value value)
        {
            if (value.Shape.IsStatic)
                sizes.Add((name, value, value.Shape.ElementCount * value.ElementType.Size()));
        }
    }

    /// <summary>Bytes as people write them.</summary>
    public static string Text(long bytes)
    {
        string[] units = ["bytes", "KB", "MB", "GB", "TB"];
        double number = bytes;
        int unit = 0;
        for (; number >= 1000 && unit < units.Length - 1; unit++)
            number /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {units[unit]}");
    }

    /// <summary>The exception for a step that does not fit into a device's memory.</summary>
    public OutOfDeviceMemoryException OutOfMemory(Device device, bool isWhole, Exception error)
    {
        string step = Batch is { } rows
            ? string.Create(CultureInfo.InvariantCulture, $"a step of {rows} examples")
            : "a step";
        string state = isWhole
            ? "Weights and all else that steps change are as the last finished step left them."
            : "The step changes weights in place and had run well before, so that some may be a step ahead of others: load them from a backup to be sure.";
        return new OutOfDeviceMemoryException(
            $"The memory of {device} does not suffice for {step}. All its tensors are {Text(Bytes)}, of which many share their memory; the largest are {string.Join(", ", Largest)}. "
                + $"Give a smaller batchSize, compute layers again for the gradients (RematScope), or use another device. {state} The report: {error.Message.Trim()}",
            device,
            Batch,
            isWhole,
            error
        );
    }
}
