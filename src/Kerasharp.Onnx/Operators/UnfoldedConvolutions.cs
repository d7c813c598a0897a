using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Convolutions as products of a matrix with what each place of the window sees (im2col), for element types of which the runtime has
/// none. All sizes must be known.
/// </summary>
internal static class UnfoldedConvolutions
{
    /// <summary>What a Conv gives.</summary>
    public static Value Convolve(Node conv)
    {
        var (x, w, output) = (conv.Input(0), conv.Input(1), conv.Output.Shape);
        var window = WindowAttributes.OfConvolution(conv);
        long groups = conv.Attributes.Int("group", 1);
        long seen = w.Shape[1].Value * window.Taps;
        var taps = Unfolding.Taps(Unfolding.Padded(x, window), window, output);
        var columns = Op.Reshape(
            Op.Concat([.. taps.Select(t => Op.Unsqueeze(t, [2]))], 2),
            Shape.Of(x.Shape[0].Value, groups, seen, Unfolding.Places(output))
        );
        var matrices = Op.Reshape(w, Shape.Of(groups, w.Shape[0].Value / groups, seen));
        return Biased(conv, Op.Reshape(Op.MatMul(matrices, columns), output));
    }

    /// <summary>What a ConvTranspose gives: the gradient that a Conv of the same window hands back to its input.</summary>
    public static Value ConvolveTransposed(Node transposed)
    {
        var (x, w, graph) = (transposed.Input(0), transposed.Input(1), transposed.Graph);
        var window = new TransposedWindow(transposed);
        // The convolution is linear: where its gradient is taken does not matter, and nothing of it is left.
        var anywhere = graph.Emit("Expand", x.Like(0), graph.Ints(transposed.Output.Shape.ToArray()));
        var attributes = new Attributes
        {
            { "strides", window.Window.Strides },
            { "dilations", window.Window.Dilations },
            { "pads", window.Pads ?? window.Window.Pads },
            { "group", transposed.Attributes.Int("group", 1) },
        };
        var there = Convolve(graph.Add("", "Conv", [anywhere, w], attributes));
        return Biased(transposed, ReverseSweep.Gradients(Op.ReduceSum(there * x), [anywhere])[0]!);
    }

    private static Value Biased(Node node, Value y) =>
        node.Optional(2) is { } bias
            ? y + Op.Reshape(bias, Shape.Of([1, bias.Shape[0].Value, .. Enumerable.Repeat(1L, y.Rank - 2)]))
            : y;
}
