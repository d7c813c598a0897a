using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The attributes that convolutions and poolings share, with ONNX's defaults filled in.</summary>
internal sealed class WindowAttributes
{
    private WindowAttributes(Node n, long[] kernel, int rank)
    {
        Kernel = kernel;
        Strides = n.Attributes.Ints("strides") ?? Ones(rank);
        Dilations = n.Attributes.Ints("dilations") ?? Ones(rank);
        Ceil = n.Attributes.Int("ceil_mode") != 0;
        Pads = n.Attributes.Ints("pads") ?? new long[2 * rank];
        if (kernel.Length != rank || Strides.Length != rank || Dilations.Length != rank || Pads.Length != 2 * rank)
        {
            throw new GraphException(
                $"{n} got a kernel of {kernel.Length}, strides of {Strides.Length}, dilations of {Dilations.Length} and pads of "
                    + $"{Pads.Length} numbers; for {rank} spatial dimensions it needs {rank}, {rank}, {rank} and {2 * rank}."
            );
        }
        if (Strides.Any(s => s < 1) || Dilations.Any(d => d < 1) || kernel.Any(k => k < 1))
            throw new GraphException($"{n} got a kernel, stride or dilation below 1; each must be at least 1.");
        ResolveAutoPad(n, rank);
    }

    public long[] Kernel { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }

    /// <summary>The padding before each spatial axis, then after each; resolved where the node asks for 'same'.</summary>
    public long[] Pads { get; private set; }

    public bool Ceil { get; }

    private bool Same { get; set; }

    public int Rank => Kernel.Length;

    /// <summary>The attributes of a pooling node.</summary>
    public static WindowAttributes OfPool(Node n) =>
        new(
            n,
            n.Attributes.Ints("kernel_shape")
                ?? throw new GraphException($"{n} lacks its attribute 'kernel_shape'; the operator requires it."),
            n.Input(0).Rank - 2
        );

    /// <summary>The attributes of a convolution node, whose kernel's size is its weight's.</summary>
    public static WindowAttributes OfConvolution(Node n) =>
        new(n, n.Input(1).Shape.Skip(2).Select(d => d.Value).ToArray(), n.Input(0).Rank - 2);

    /// <summary>The spatial dimensions of the output.</summary>
    public Dim[] Output(Node n)
    {
        var input = n.Input(0).Shape;
        var dims = new Dim[Rank];
        for (int i = 0; i < Rank; i++)
        {
            Dim size = input[i + 2];
            dims[i] = Same
                ? (
                    size.IsKnown ? (size.Value + Strides[i] - 1) / Strides[i]
                    : Strides[i] == 1 ? size
                    : Dim.Unknown
                )
                : Shapes.Window(n, size, Kernel[i], Strides[i], Dilations[i], Pads[i] + Pads[i + Rank], Ceil);
            // With ceil_mode, a window that would begin in the padding after the input is left out.
            if (Ceil && !Same && dims[i].IsKnown && (dims[i].Value - 1) * Strides[i] >= size.Value + Pads[i])
                dims[i] = dims[i].Value - 1;
        }
        return dims;
    }

    /// <summary>Padding before and after so that the output has a place for each stride of the input, as Keras's 'same'.</summary>
    public static (long Before, long After) SamePadding(
        long size,
        long kernel,
        long stride,
        long dilation,
        bool upper = true
    )
    {
        long count = (size + stride - 1) / stride;
        long total = Math.Max(0, (count - 1) * stride + dilation * (kernel - 1) + 1 - size);
        return upper ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
    }

    /// <summary>
    /// The pads that an auto_pad of SAME_UPPER or SAME_LOWER stands for, as far as sizes tell: with steps of one they do not matter.
    /// Null where they do and are not known, or with another auto_pad.
    /// </summary>
    public static long[]? SamePads(Shape input, long[] kernel, long[]? strides, long[]? dilations, string? autoPad)
    {
        if (autoPad is not ("SAME_UPPER" or "SAME_LOWER") || kernel.Length != input.Rank - 2)
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
            (pads[i], pads[i + kernel.Length]) = SamePadding(
                size,
                kernel[i],
                stride,
                dilation,
                autoPad == "SAME_UPPER"
            );
        }
        return pads;
    }

    /// <summary>Puts pads in the place of an auto_pad, once sizes are numbers.</summary>
    /// <remarks>ONNX Runtime's own auto_pad knows no dilations, and no strides beyond the kernel.</remarks>
    public static void ResolveAutoPad(Attributes attributes, IReadOnlyList<Value?> inputs)
    {
        long[]? kernel = attributes.Ints("kernel_shape");
        if (kernel is null && inputs.Count > 1 && inputs[1] is { Rank: > 2 } w)
            kernel = w.Shape.Skip(2).Select(d => d.Value).ToArray();
        if (kernel is null || inputs[0] is not { } x)
            return;
        string mode = attributes.String("auto_pad");
        if (SamePads(x.Shape, kernel, attributes.Ints("strides"), attributes.Ints("dilations"), mode) is not { } pads)
            return;
        attributes.Remove("auto_pad");
        attributes.Add("pads", pads);
    }

    private static long[] Ones(int rank)
    {
        var ones = new long[rank];
        Array.Fill(ones, 1);
        return ones;
    }

    private void ResolveAutoPad(Node n, int rank)
    {
        string mode = n.Attributes.String("auto_pad", "NOTSET");
        if (mode == "VALID")
            Pads = new long[2 * rank];
        if (mode is not ("SAME_UPPER" or "SAME_LOWER"))
            return;
        Same = true;
        var pads = new long[2 * rank];
        for (int i = 0; i < rank; i++)
        {
            if (!n.Input(0).Shape[i + 2].IsKnown)
                continue;
            long size = n.Input(0).Shape[i + 2].Value;
            (pads[i], pads[i + rank]) = SamePadding(size, Kernel[i], Strides[i], Dilations[i], mode == "SAME_UPPER");
        }
        Pads = pads;
    }
}
