using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Which operators a device has for elements other than float32. Seen with ONNX Runtime 1.30 at opset 18.</summary>
internal static class ElementSupport
{
    // What moves elements and does not compute with them: the only operators of 16 bits on every processor. Of float16 a few more have
    // kernels, some on some processors alone; the others ONNX Runtime computes in float32 without rounding between them.
    private static readonly FrozenSet<string> Moving =
    [
        "Cast",
        "Concat",
        "ConstantOfShape",
        "Flatten",
        "Gather",
        "GatherElements",
        "GatherND",
        "Identity",
        "If",
        "Loop",
        "Reshape",
        "Scan",
        "ScatterElements",
        "ScatterND",
        "Shape",
        "Slice",
        "Split",
        "Squeeze",
        "Transpose",
        "Unsqueeze",
    ];

    private static readonly FrozenSet<string> WithoutDoubles =
    [
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "AveragePool",
        "Conv",
        "ConvTranspose",
        "Cosh",
        "Det",
        "Erf",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "GRU",
        "LSTM",
        "LpPool",
        "Mean",
        "NonZero",
        "OneHot",
        "RNN",
        "Sinh",
        "Tan",
    ];

    /// <summary>Whether a device runs a node on elements of a type as it is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="node">The node.</param>
    /// <param name="type">The floating-point type that the node reads or gives.</param>
    public static bool Has(Device device, Node node, ElementType type) =>
        type switch
        {
            // The processor has none to speak of, other devices all; of bfloat16 no device has all that ONNX allows at opset 18.
            ElementType.Float16 when !device.IsCpu => true,
            ElementType.Float16 or ElementType.BFloat16 => Moves(node),
            ElementType.Float64 => !WithoutDoubles.Contains(node.Op) || node.Domain.Length > 0,
            _ => true,
        };

    private static bool Moves(Node node) =>
        node.Domain.Length == 0 && Moving.Contains(node.Op) && node.Attributes.String("reduction", "none") == "none";
}
