using System.Collections.Frozen;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>
/// What a kind of device has. Whoever writes graphs for a device asks here and never tests its name, so that a new device is a new table.
/// </summary>
internal sealed record DeviceFeatures
{
    /// <summary>The processor with all that ONNX Runtime and Kerasharp have for it.</summary>
    public static DeviceFeatures Cpu { get; } =
        new()
        {
            HasKernels = true,
            HasWideKernels = Vector256.IsHardwareAccelerated,
            UpdatesInPlace = true,
            Float16Operators = ElementOperators.Moving,
            LackingFloat64 = ElementOperators.WithoutDoubles,
        };

    /// <summary>Whether it runs Kerasharp's kernels; others run their twins.</summary>
    public bool HasKernels { get; init; }

    /// <summary>
    /// Whether it runs Kerasharp's convolutions, products and recurrent sequences: those pay where vectors are wide. They are tried apart from the
    /// other kernels, which run anywhere on the processor.
    /// </summary>
    public bool HasWideKernels
    {
        get => field && HasKernels;
        init;
    }

    /// <summary>Whether it runs a Scan or a Loop near its data; for others their turns are written out.</summary>
    public bool HasLoops { get; init; } = true;

    /// <summary>
    /// Whether a step may write a state's next elements over its present ones. A GPU's programs must not read and write one buffer, and a
    /// captured graph runs more than once before it counts.
    /// </summary>
    public bool UpdatesInPlace { get; init; }

    /// <summary>
    /// Whether batches are uploaded while a step runs on another thread. Where runs are queued and return at once, that comes by itself.
    /// </summary>
    public bool UploadsAhead { get; init; }

    /// <summary>Whether one session at a time may be used in the whole process.</summary>
    public bool RunsAlone { get; init; }

    /// <summary>
    /// Whether steps are recorded and played back (CUDA graphs). The first run of one computes it several times; what it is bound to must stay
    /// where it is.
    /// </summary>
    public bool CapturesGraphs { get; private init; }

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

    /// <summary>The operators that it has for float16; null for all. The others compute in float32, between casts.</summary>
    public FrozenSet<string>? Float16Operators { get; init; }

    /// <summary>The same for bfloat16, for which ONNX itself defines few operators before opset 22.</summary>
    public FrozenSet<string>? BFloat16Operators { get; init; } = ElementOperators.Moving;

    /// <summary>The operators that it lacks for float64.</summary>
    public FrozenSet<string> LackingFloat64 { get; init; } = [];

    /// <summary>The operators of other domains that it has, such as com.microsoft.FusedMatMul.</summary>
    public FrozenSet<string> ContribOperators { get; init; } = [];

    /// <summary>ONNX Runtime's name of its own memory, by the version of the library; null where tensors lie in the processor's.</summary>
    public Func<int, string>? Memory { get; init; }

    /// <summary>The most parts that a Split gives: each is a buffer that its program binds.</summary>
    public int MostParts { get; init; } = int.MaxValue;

    /// <summary>What it lacks of an operator that it has: element types, ranks, attributes. Null where nothing is known to be missing.</summary>
    public Func<Node, string?>? Limits { get; init; }

    /// <summary>
    /// The same, where steps are recorded: they change nothing in place, and loops cannot be recorded. A recording belongs to the thread that
    /// made it, so steps run on the thread of who trains.
    /// </summary>
    public DeviceFeatures Recording() =>
        this with
        {
            CapturesGraphs = true,
            UpdatesInPlace = false,
            HasLoops = false,
            UploadsAhead = false,
        };

    /// <summary>The element type that stands for another one: the same kind of numbers in fewer bits where it lacks that type.</summary>
    public ElementType Stored(ElementType type)
    {
        if (ElementTypes is null || ElementTypes.Contains(type))
            return type;
        return type.IsFloat() ? ElementType.Float32 : ElementType.Int32;
    }

    /// <summary>Whether it runs a node on floating-point elements of a type as they are.</summary>
    public bool Has(Node node, ElementType type) =>
        type switch
        {
            ElementType.Float16 => IsAmong(Float16Operators, node),
            ElementType.BFloat16 => IsAmong(BFloat16Operators, node),
            ElementType.Float64 => node.Domain.Length > 0 || !LackingFloat64.Contains(node.Op),
            _ => true,
        };

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

    private static bool IsAmong(FrozenSet<string>? operators, Node node) =>
        operators is null
        || (
            node.Domain.Length == 0
            && operators.Contains(node.Op)
            && node.Attributes.String("reduction", "none") == "none"
        );

    private static bool IsRead(Value value) =>
        value.Graph.Outputs.Any(o => o.Value == value) || value.Graph.Sort().Exists(n => n.Inputs.Contains(value));
}
