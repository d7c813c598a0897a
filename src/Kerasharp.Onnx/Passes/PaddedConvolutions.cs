using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Gives zeros around an input to the convolution that alone reads it. It is for graphs that are differentiated next: the gradient then needs not
/// be cut, either (MobileNetV2 pads before each convolution with strides: 10 of 160 ms).
/// </summary>
internal static class PaddedConvolutions
{
    public static void Run(Graph graph)
    {
        var readers = Readers.Count(graph);
        Rewriter.Run(graph, node => Padded(node, readers) is { } value ? [value] : null);
    }

    private static Value? Padded(Node n, Dictionary<Value, int> readers)
    {
        if (
            n.Domain.Length > 0
            || n.Op != "Conv"
            || n.Input(0).ProducedBy("Pad") is not { Domain: "" } pad
            || readers.GetValueOrDefault(pad.Output) != 1
            || !Padding.IsZeros(pad)
        )
            return null;
        int rank = n.Input(0).Rank;
        long[] around = Padding.Pads(pad, rank);
        var window = WindowAttributes.OfConvolution(n);
        // Images and channels are no axes of the window, and what is cut off it cannot leave out.
        if (!window.HasPads || around.Where((p, i) => p < 0 || (i % rank < 2 && p > 0)).Any())
            return null;
        long[] pads =
        [
            .. window.Pads.Select((p, i) => p + around[i < window.Rank ? i + 2 : i - window.Rank + rank + 2]),
        ];
        // More than a window is wide would be no faster, and slower to differentiate.
        if (pads.Where((p, i) => p > window.Dilations[i % window.Rank] * (window.Kernel[i % window.Rank] - 1)).Any())
            return null;
        var attributes = n.Attributes.Clone();
        attributes.Remove("auto_pad");
        attributes.Add("pads", pads);
        var inputs = n.Inputs.ToArray();
        inputs[0] = pad.Input(0);
        return n.Graph.Add("", "Conv", inputs, attributes).Output;
    }
}
