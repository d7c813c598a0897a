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
        Mode = n.Attributes.String("auto_pad", "NOTSET");
        if (Mode != "NOTSET")
            Pads = new long[2 * rank];
    }

    public long[] Kernel { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }

    /// <summary>The padding before each spatial axis, then after each; resolved where the node asks for 'same' and sizes tell.</summary>
    public long[] Pads { get; private set; }

    /// <summary>The node's auto_pad.</summary>
    public string Mode { get; }

    public bool Ceil { get; }

    /// <summary>Whether the padding is known: not where it follows from sizes that are not.</summary>
    public bool HasPads { get; private set; } = true;

    public int Rank => Kernel.Length;

    /// <summary>Whether some padding is as wide as the kernel, which ONNX Runtime refuses for poolings.</summary>
    public bool IsWide => Enumerable.Range(0, 2 * Rank).Any(i => Pads[i] >= Kernel[i % Rank]);

    /// <summary>The number of places that a window sees.</summary>
    public long Taps => Kernel.Aggregate(1L, (product, k) => product * k);

    /// <summary>Whether each window sees one place, and each place has a window.</summary>
    public bool IsOfPlaces => Taps == 1 && Strides.All(s => s == 1);

    /// <summary>How many places a window spans along an axis, those between its own included.</summary>
    public long Reach(int axis) => Dilations[axis] * (Kernel[axis] - 1) + 1;

    /// <summary>The attributes of a pooling node.</summary>
    public static WindowAttributes OfPool(Node n) =>
        new WindowAttributes(
            n,
            n.Attributes.Ints("kernel_shape")
                ?? throw new GraphException($"{n} lacks its attribute 'kernel_shape'; the operator requires it."),
            n.Input(0).Rank - 2
        ).Resolve(n);

    /// <summary>The attributes of a convolution node, whose kernel's size is its weight's.</summary>
    public static WindowAttributes OfConvolution(Node n) => OfTransposed(n).Resolve(n);

    /// <summary>The attributes of a transposed convolution, but for padding, which is its output's.</summary>
    public static WindowAttributes OfTransposed(Node n)
    {
        var w = n.Input(1).Shape;
        long[]? given = n.Attributes.Ints("kernel_shape");
        var kernel = new long[w.Rank - 2];
        if (given is not null && given.Length != kernel.Length)
            throw new GraphException(
                $"{n} got a kernel of {given.Length} numbers for a weight {w}; it needs {kernel.Length}."
            );
        for (int i = 0; i < kernel.Length; i++)
        {
            if (!w[i + 2].IsKnown && given is null)
                throw new GraphException(
                    $"{n} got a weight {w} whose kernel has no known size; it must be known beforehand. Give it as 'kernel_shape'."
                );
            kernel[i] = w[i + 2].IsKnown ? w[i + 2].Value : given![i];
            if (given is not null && given[i] != kernel[i])
                throw new GraphException(
                    $"{n} got a kernel of [{string.Join(", ", given)}] for a weight {w}; they must agree. Leave 'kernel_shape' out."
                );
        }
        return new WindowAttributes(n, kernel, n.Input(0).Rank - 2);
    }

    /// <summary>The attributes of a Col2Im node, whose sizes are inputs.</summary>
    public static WindowAttributes OfColumns(Node n, long[] block) => new(n, block, block.Length);

    /// <summary>The spatial dimensions of the output.</summary>
    public Dim[] Output(Node n)
    {
        var input = n.Input(0).Shape;
        var dims = new Dim[Rank];
        for (int i = 0; i < Rank; i++)
        {
            Dim size = input[i + 2];
            bool same = AutoPad.IsSame(Mode);
            dims[i] = same
                ? (
                    size.IsKnown ? (size.Value + Strides[i] - 1) / Strides[i]
                    : Strides[i] == 1 ? size
                    : Dim.Unknown
                )
                : Shapes.Window(n, size, Kernel[i], Strides[i], Dilations[i], Pads[i] + Pads[i + Rank], Ceil);
            // With ceil_mode, a window that would begin in the padding after the input is left out.
            if (Ceil && !same && dims[i].IsKnown && (dims[i].Value - 1) * Strides[i] >= size.Value + Pads[i])
                dims[i] = dims[i].Value - 1;
        }
        return dims;
    }

    /// <summary>How many of its places a window has along an axis: within the input, or within its padding too.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="place">Which window.</param>
    /// <param name="size">The input's size.</param>
    /// <param name="padding">Whether padding counts; what a last window has beyond it does not.</param>
    public long Count(int axis, long place, long size, bool padding)
    {
        long count = 0;
        for (long tap = 0; tap < Kernel[axis]; tap++)
        {
            long at = place * Strides[axis] + tap * Dilations[axis] - Pads[axis];
            if (padding ? at < size + Pads[axis + Rank] : at >= 0 && at < size)
                count++;
        }
        return count;
    }

    /// <summary>The same window with other padding.</summary>
    public WindowAttributes WithPads(long[] pads)
    {
        var copy = (WindowAttributes)MemberwiseClone();
        copy.Pads = pads;
        copy.HasPads = true;
        return copy;
    }

    private static long[] Ones(int rank)
    {
        var ones = new long[rank];
        Array.Fill(ones, 1);
        return ones;
    }

    private WindowAttributes Resolve(Node n)
    {
        if (!AutoPad.IsSame(Mode))
            return this;
        if (AutoPad.Pads(n.Input(0).Shape, Kernel, Strides, Dilations, Mode) is { } pads)
            Pads = pads;
        else
            HasPads = false;
        return this;
    }
}
