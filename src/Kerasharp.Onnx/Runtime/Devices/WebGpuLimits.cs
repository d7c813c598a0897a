using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>
/// What ONNX Runtime's WebGPU lacks of operators that it has: seen of 1.30 by running each with each element type, and by all layers'
/// examples. Some of it would be refused or computed wrongly as it runs, not left to the processor.
/// </summary>
internal static class WebGpuLimits
{
    private static readonly FrozenSet<string> OfFloats =
    [
        "Abs",
        "Einsum",
        "GatherElements",
        "MatMul",
        "Neg",
        "Relu",
        "Slice",
        "TopK",
    ];

    private static readonly FrozenSet<string> OfNumbers =
    [
        "Concat",
        "Equal",
        "GatherND",
        "Identity",
        "Pad",
        "ReduceMax",
        "ReduceMin",
        "ScatterElements",
        "ScatterND",
        "Split",
        "Squeeze",
        "Tile",
        "Transpose",
        "Trilu",
    ];

    private static readonly FrozenSet<string> GateFunctions = ["Sigmoid", "Tanh", "Relu"];

    /// <summary>What is missing for a node; null where nothing is known to be.</summary>
    public static string? Lack(Node node)
    {
        var type = node.Inputs.Count > 0 && node.Inputs[0] is { } first ? first.ElementType : ElementType.Float32;
        if (!type.IsFloat() && OfFloats.Contains(node.Op) || type == ElementType.Bool && OfNumbers.Contains(node.Op))
            return $"no {node.Op} of {type}";
        return node.Op switch
        {
            "Conv" when IsTakenForProduct(node) => "no Conv of one window for each place that is padded behind alone",
            "Conv" when node.Input(0).Rank > 4 && Groups(node) > 1 => "no Conv of three dimensions in groups",
            "ConvTranspose" when node.Input(0).Rank > 4 => "no ConvTranspose of three dimensions",
            // That of one channel in each group gives other numbers (1.30).
            "ConvTranspose" when Groups(node) > 1 => "no ConvTranspose in groups that can be relied upon",
            "Resize" when node.Attributes.Int("antialias") != 0 => "no Resize with antialias",
            "Pad" when !type.IsFloat() && node.Attributes.String("mode") == "wrap" => $"no Pad of {type} that wraps",
            "GRU" or "LSTM" when (node.Attributes.Strings("activations") ?? []).Any(a => !GateFunctions.Contains(a)) =>
                $"no {node.Op} with such activations",
            _ => null,
        };
    }

    /// <summary>
    /// A window of one element, or one as large as the input, is computed as a product of matrices if nothing is padded before; what is
    /// padded behind is then forgotten (1.30).
    /// </summary>
    private static bool IsTakenForProduct(Node node)
    {
        if (node.Attributes.Ints("pads") is not { } pads || node.Input(0).Rank > 4)
            return false;
        int rank = pads.Length / 2;
        if (!pads.Take(rank).All(p => p == 0) || pads.All(p => p == 0))
            return false;
        var (sizes, kernel) = (node.Input(0).Shape.Skip(2), node.Input(1).Shape.Skip(2));
        return kernel.All(k => k.IsKnown && k.Value == 1) || kernel.SequenceEqual(sizes);
    }

    private static long Groups(Node node) => node.Attributes.Int("group", 1);
}
