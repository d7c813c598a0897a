using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>
/// What a kind of device has. Whoever writes graphs for a device asks here and never tests its name, so that a new device is a new table.
/// </summary>
internal sealed record DeviceFeatures
{
    /// <summary>The processor with all that ONNX Runtime and Kerasharp have for it.</summary>
    public static DeviceFeatures Cpu { get; } = new() { HasKernels = true, UpdatesInPlace = true };

    /// <summary>Whether it runs Kerasharp's kernels; others run their twins.</summary>
    public bool HasKernels { get; init; }

    /// <summary>Whether it runs a Scan or a Loop near its data; for others their turns are written out.</summary>
    public bool HasLoops { get; init; } = true;

    /// <summary>
    /// Whether a step may write a state's next elements over its present ones. A GPU's programs must not read and write one buffer, and a
    /// captured graph runs more than once before it counts.
    /// </summary>
    public bool UpdatesInPlace { get; init; }

    /// <summary>Whether ScatterND adds without losing any of several additions to one place.</summary>
    public bool HasAtomicAdd { get; init; }

    /// <summary>Whether its max pooling tells the places of the greatest elements.</summary>
    public bool HasPoolingPlaces { get; init; } = true;

    /// <summary>Whether it computes BatchNormalization's statistics.</summary>
    public bool HasBatchStatistics { get; init; } = true;

    /// <summary>The element types that it computes in; null for all.</summary>
    public FrozenSet<ElementType>? ElementTypes { get; init; }

    /// <summary>The operators of ONNX that it has; null where that is not known, so that ONNX Runtime decides.</summary>
    public FrozenSet<string>? Operators { get; init; }

    /// <summary>The operators of other domains that it has, such as com.microsoft.FusedMatMul.</summary>
    public FrozenSet<string> ContribOperators { get; init; } = [];

    /// <summary>ONNX Runtime's name of its own memory, by the version of the library; null where tensors lie in the processor's.</summary>
    public Func<int, string>? Memory { get; init; }

    /// <summary>The most parts that a Split gives: each is a buffer that its program binds.</summary>
    public int MostParts { get; init; } = int.MaxValue;

    /// <summary>What it lacks of an operator that it has: element types, ranks, attributes. Null where nothing is known to be missing.</summary>
    public Func<Node, string?>? Limits { get; init; }

    /// <summary>The element type that stands for another one: the same kind of numbers in fewer bits where it lacks that type.</summary>
    public ElementType Stored(ElementType type)
    {
        if (ElementTypes is null || ElementTypes.Contains(type))
            return type;
        return type.IsFloat() ? ElementType.Float32 : ElementType.Int32;
    }

    /// <summary>What is missing for a node of ONNX's to run there; null where nothing is known to be.</summary>
    public string? Lack(Node node)
    {
        if (node.Domain.Length > 0)
            return ContribOperators.Contains($"{node.Domain}.{node.Op}")
                ? null
                : $"no operator {node.Domain}.{node.Op}";
        if (Operators is not null && !Operators.Contains(node.Op))
            return $"no operator {node.Op}";
        if (!HasLoops && (node.Op is "Scan" or "Loop"))
            return "no loops";
        if (ElementTypes is not null && node.Output.ElementType is var type && !ElementTypes.Contains(type))
            return $"no elements of type {type}";
        return node.Op switch
        {
            "MaxPool" when !HasPoolingPlaces && node.Outputs.Count > 1 && IsRead(node.Outputs[1]) =>
                "no pooling that gives places",
            "BatchNormalization" when !HasBatchStatistics && node.Attributes.Int("training_mode") != 0 =>
                "no BatchNormalization that trains",
            "Split" when node.Outputs.Count > MostParts => $"no Split into {node.Outputs.Count} parts",
            _ => Limits?.Invoke(node),
        };
    }

    private static bool IsRead(Value value) =>
        value.Graph.Outputs.Any(o => o.Value == value) || value.Graph.Sort().Exists(n => n.Inputs.Contains(value));
}
