using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// ONNX's auto_pad, by which a window's padding follows from the sizes that it meets. Graphs keep it only where sizes are not known:
/// ONNX Runtime's poolings leave dilations out of its count, its Conv refuses them, and its MaxPool refuses steps beyond the kernel.
/// </summary>
internal static class AutoPad
{
    /// <summary>Whether a mode stands for padding to the input's size.</summary>
    public static bool IsSame(string? mode) => mode is "SAME_UPPER" or "SAME_LOWER";

    /// <summary>Padding before and after so that the output has a place for each stride of the input, as Keras's 'same'.</summary>
    public static (long Before, long After) Padding(
        long size,
        long kernel,
        long stride,
        long dilation,
        bool upper = true
    )
    {
        long count = (size + stride - 1) / stride;
        return Split(Math.Max(0, (count - 1) * stride + dilation * (kernel - 1) + 1 - size), upper);
    }

    /// <summary>An amount of padding for both sides; an odd one has more after (upper) or before.</summary>
    public static (long Before, long After) Split(long total, bool upper) =>
        upper ? (total / 2, total - total / 2) : (total - total / 2, total / 2);

    /// <summary>
    /// The pads that an auto_pad of SAME_UPPER or SAME_LOWER stands for, as far as sizes tell: with steps of one they do not matter.
    /// Null where they do and are not known, or with another auto_pad.
    /// </summary>
    public static long[]? Pads(Shape input, long[] kernel, long[]? strides, long[]? dilations, string? mode)
    {
        if (!IsSame(mode) || kernel.Length != input.Rank - 2)
            return null;
        // What does not go together is refused with the node.
        if (strides?.Length is { } s && s != kernel.Length || dilations?.Length is { } d && d != kernel.Length)
            return null;
        var pads = new long[2 * kernel.Length];
        for (int i = 0; i < kernel.Length; i++)
        {
            var (stride, dilation) = (strides?[i] ?? 1, dilations?[i] ?? 1);
            if (!input[i + 2].IsKnown && stride != 1)
                return null;
            long size = input[i + 2].IsKnown ? input[i + 2].Value : 1;
            (pads[i], pads[i + kernel.Length]) = Padding(size, kernel[i], stride, dilation, mode == "SAME_UPPER");
        }
        return pads;
    }

    /// <summary>Puts pads in the place of an auto_pad, once sizes are numbers.</summary>
    /// <param name="op">The operator; a transposed convolution pads its output, which is another matter.</param>
    /// <param name="attributes">The node's attributes, changed.</param>
    /// <param name="inputs">The node's inputs.</param>
    public static void Resolve(string op, Attributes attributes, IReadOnlyList<Value?> inputs)
    {
        if (op == "ConvTranspose" || !IsSame(attributes.String("auto_pad")))
            return;
        long[]? kernel = attributes.Ints("kernel_shape");
        if (kernel is null && inputs.Count > 1 && inputs[1] is { Rank: > 2 } w && w.Shape.Skip(2).All(d => d.IsKnown))
            kernel = w.Shape.Skip(2).Select(d => d.Value).ToArray();
        if (kernel is null || inputs[0] is not { } x)
            return;
        var (strides, dilations) = (attributes.Ints("strides"), attributes.Ints("dilations"));
        if (Pads(x.Shape, kernel, strides, dilations, attributes.String("auto_pad")) is not { } pads)
            return;
        attributes.Remove("auto_pad");
        attributes.Add("pads", pads);
    }

    /// <summary>
    /// Whether the runtime would read a node's auto_pad otherwise than ONNX means it, or refuse what a pooling's comes to.
    /// </summary>
    public static bool IsMisread(Node n)
    {
        bool pools = n.Op != "Conv";
        if (!IsSame(n.Attributes.String("auto_pad")))
            return pools && WindowAttributes.OfPool(n).IsWide;
        var window = pools ? WindowAttributes.OfPool(n) : WindowAttributes.OfConvolution(n);
        return Enumerable
            .Range(0, window.Rank)
            .Any(i => window.Dilations[i] > 1 || (pools && window.Strides[i] > window.Kernel[i]));
    }

    /// <summary>
    /// A node with the same window and pads in the place of an auto_pad. Where sizes are not known, the padding is computed as the
    /// graph runs, and put around the input.
    /// </summary>
    /// <param name="n">The node.</param>
    /// <param name="number">What padding is to hold where it is put around the input; null where that would not do.</param>
    public static Node Explicit(Node n, double? number = 0)
    {
        var attributes = n.Attributes.Clone();
        Resolve(n.Op, attributes, n.Inputs);
        if (attributes.Ints("dilations") is { } dilations && dilations.All(d => d == 1))
            attributes.Remove("dilations");
        if (!IsSame(attributes.String("auto_pad")))
            return n.Graph.Add(n.Domain, n.Op, n.Inputs.ToArray(), attributes);
        if (number is null)
            throw new GraphException(
                $"{n} got {n.Input(0).Shape} to be padded by '{attributes.String("auto_pad")}'; with its dilations and strides the sizes must be "
                    + "known beforehand. Give them as numbers, or write pads."
            );
        attributes.Remove("auto_pad");
        return n.Graph.Add(n.Domain, n.Op, [Padded(n, number.Value), .. n.Inputs.Skip(1)], attributes);
    }

    /// <summary>The input with its padding around it, computed from its shape.</summary>
    private static Value Padded(Node n, double number)
    {
        var x = n.Input(0);
        var g = n.Graph;
        var window = n.Op == "Conv" ? WindowAttributes.OfConvolution(n) : WindowAttributes.OfPool(n);
        var strides = g.Ints(window.Strides);
        var reach = g.Ints(Enumerable.Range(0, window.Rank).Select(window.Reach).ToArray());
        var sizes = Op.Slice(Op.ShapeOf(x), 0, 2, window.Rank + 2);
        var counts = (sizes + (strides - 1)) / strides;
        var total = Op.Max((counts - 1) * strides + reach - sizes, sizes.Like(0));
        var before = (n.Attributes.String("auto_pad") == "SAME_UPPER" ? total : total + 1) / 2;
        var pads = Op.Concat([g.Ints(0, 0), before, g.Ints(0, 0), total - before], 0);
        return g.Emit("Pad", x, pads, x.Like(number));
    }
}
