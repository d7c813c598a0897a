using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Transposed convolution, which is the gradient of a convolution with respect to its input.</summary>
internal static class ConvolutionTransposes
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "ConvTranspose",
            Infer = Infer,
            Gradient = Gradient,
            // Versions of ONNX Runtime differ in how they split what an output's shape leaves, so pads are written where sizes tell.
            Lacks = (n, _) => TransposedWindow.IsOpen(n) && new TransposedWindow(n).Pads is not null,
            Decompose = n => [Explicit(n)],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var (x, w) = (n.Input(0), n.Input(1));
        Convolutions.CheckRanks(n, x, w);
        if (x.Shape[1].IsKnown && w.Shape[0].IsKnown && x.Shape[1] != w.Shape[0])
            throw new GraphException(
                $"{n} got {x.Shape[1]} channels in {x.Shape}; its weight {w.Shape} needs {w.Shape[0]}."
            );
        long group = n.Attributes.Int("group", 1);
        if (w.Shape[0].IsKnown && w.Shape[0].Value % group != 0)
            throw new GraphException(
                $"{n} got {w.Shape[0]} channels in {group} groups; the groups must divide the channels."
            );
        Dim filters =
            w.Shape[1].IsKnown ? w.Shape[1].Value * group
            : group == 1 ? w.Shape[1]
            : Dim.Unknown;
        Convolutions.CheckBias(n, filters);
        return [x.Type with { Shape = new Shape([x.Shape[0], filters, .. new TransposedWindow(n).Output]) }];
    }

    /// <summary>The same by pads and output padding alone.</summary>
    private static Value Explicit(Node n)
    {
        var window = new TransposedWindow(n);
        var attributes = n.Attributes.Clone();
        foreach (string name in new[] { "auto_pad", "output_shape", "output_padding" })
            attributes.Remove(name);
        attributes.Add("pads", window.Pads);
        if (window.Extra.Any(e => e != 0))
            attributes.Add("output_padding", window.Extra);
        return n.Graph.Add(n.Domain, n.Op, n.Inputs.ToArray(), attributes).Output;
    }

    /// <summary>The gradients are those of the convolution that this transposes, with input and output exchanged.</summary>
    private static Value?[] Gradient(Node n, Value?[] dys)
    {
        var dy = dys[0]!;
        var transposed = new TransposedWindow(n);
        if (transposed.Pads is not { } pads)
            throw new GraphException(
                $"{n} got an output shape for an input {n.Input(0).Shape}; for its gradient the sizes must be known beforehand. Give them as "
                    + "numbers, or write pads."
            );
        var window = transposed.Window;
        long group = n.Attributes.Int("group", 1);
        var forward = Op.Conv(dy, n.Input(1), null, window.Strides, pads, window.Dilations, group);
        return [forward, Convolutions.WeightGradient(forward.Producer!, n.Input(0)), BiasGradient(n, dy)];
    }

    private static Value? BiasGradient(Node n, Value dy) =>
        n.Optional(2) is null ? null : Op.ReduceSum(dy, [0, .. Enumerable.Range(2, dy.Rank - 2).Select(i => (long)i)]);
}

public static partial class Op
{
    /// <summary>
    /// Transposed convolution, channels first: x is (batch, channels, sizes…), w is (channels, filters / group, kernel…).
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="w">The filters.</param>
    /// <param name="strides">Steps between windows; 1 unless told.</param>
    /// <param name="pads">What is cut off before each spatial axis, then after each; nothing unless told.</param>
    /// <param name="dilations">Distances within a window; 1 unless told.</param>
    /// <param name="outputPadding">Places that are added after each axis; less than a stride.</param>
    /// <param name="group">Into how many independent groups the channels fall.</param>
    /// <param name="b">The bias, or none.</param>
    /// <param name="autoPad">"SAME_UPPER" or "SAME_LOWER" for an output of the input's size times the strides; then no pads.</param>
    /// <param name="outputShape">The output's spatial sizes, to which pads follow; then none are given.</param>
    public static Value ConvTranspose(
        Value x,
        Value w,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        long[]? outputPadding = null,
        long group = 1,
        Value? b = null,
        string? autoPad = null,
        long[]? outputShape = null
    )
    {
        var attributes = WindowParts(x, w.Shape.Skip(2).Select(d => d.Value).ToArray(), strides, pads, dilations, null);
        if (outputPadding is not null && outputPadding.Any(p => p != 0))
            attributes.Add("output_padding", outputPadding);
        attributes.Add("output_shape", outputShape);
        attributes.Add("auto_pad", autoPad);
        if (group != 1)
            attributes.Add("group", group);
        return b is null
            ? x.Graph.Emit("ConvTranspose", attributes, x, w)
            : x.Graph.Emit("ConvTranspose", attributes, x, w, b);
    }
}
