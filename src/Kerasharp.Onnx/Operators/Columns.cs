using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Images put together from what windows saw of them: the opposite of unfolding.</summary>
internal static class Columns
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Col2Im",
            Since = 18,
            Infer = n => [n.Input(0).Type with { Shape = ImageShape(n) }],
            Gradient = (n, dy) => [Gradient(n, dy[0]!), null, null],
            Lacks = (n, _) => IsMiscomputed(n),
            Decompose = n => [Compose(n)],
        },
    ];

    /// <summary>ONNX Runtime 1.30 puts dilated columns at wrong places, but for those of two axes.</summary>
    private static bool IsMiscomputed(Node n) =>
        n.Attributes.Ints("dilations") is { } dilations && dilations.Length != 2 && dilations.Any(d => d > 1);

    private static Shape ImageShape(Node n)
    {
        var x = n.Input(0);
        Shapes.Rank(n, x, 3, "columns");
        var image = Array.ConvertAll(Shapes.Elements(n, 1), e => e.ToDim());
        if (Shapes.Elements(n, 2).Length != image.Length)
            throw new GraphException(
                $"{n} got an image of {image.Length} sizes and a block of {Shapes.Elements(n, 2).Length}; both must be equally many. Give one "
                    + "for each spatial axis."
            );
        if (Shapes.Known(n, 2) is not { } block)
            return new Shape([x.Shape[0], Dim.Unknown, .. image]);
        var window = WindowAttributes.OfColumns(n, block);
        long[]? places = Array.TrueForAll(image, d => d.IsKnown) ? Places(n, window, image) : null;
        long? count = places?.Aggregate(1L, (product, p) => product * p);
        if (
            (x.Shape[1].IsKnown && x.Shape[1].Value % window.Taps != 0)
            || (x.Shape[2].IsKnown && count is not null && x.Shape[2].Value != count)
        )
            throw new GraphException(
                $"{n} got columns {x.Shape} for an image ({string.Join(", ", image)}) and blocks of {window.Taps}; a multiple of {window.Taps} "
                    + $"rows was expected, and {count?.ToString() ?? "as many"} columns as the block has places. Change the image's shape."
            );
        Dim channels = x.Shape[1].IsKnown ? x.Shape[1].Value / window.Taps : Dim.Unknown;
        return new Shape([x.Shape[0], channels, .. image]);
    }

    private static long[] Places(Node n, WindowAttributes window, Dim[] image) =>
        Enumerable
            .Range(0, window.Rank)
            .Select(i =>
                Shapes
                    .Window(
                        n,
                        image[i],
                        window.Kernel[i],
                        window.Strides[i],
                        window.Dilations[i],
                        window.Pads[i] + window.Pads[i + window.Rank]
                    )
                    .Value
            )
            .ToArray();

    /// <summary>Each column gets what its window saw of the gradient.</summary>
    private static Value Gradient(Node n, Value dy)
    {
        var window = WindowAttributes.OfColumns(n, Shapes.Constants(n, 2));
        long[] places = Places(n, window, dy.Shape.Skip(2).ToArray());
        var taps = Unfolding.Taps(
            Unfolding.Padded(dy, window),
            window,
            new Shape([dy.Shape[0], dy.Shape[1], .. places.Select(p => (Dim)p)])
        );
        var (batch, channels) = (dy.Shape[0].Value, dy.Shape[1].Value);
        var rows = Array.ConvertAll(taps, t => Op.Reshape(t, batch, channels, 1, -1));
        return Op.Reshape(Op.Concat(rows, 2), n.Input(0).Shape);
    }

    /// <summary>A transposed convolution in which each row of a block has one tap of the kernel to itself.</summary>
    private static Value Compose(Node n)
    {
        var x = n.Input(0);
        if (Shapes.Known(n, 1) is not { } image || Shapes.Known(n, 2) is not { } block || !x.Shape[1].IsKnown)
            throw new GraphException(
                $"{n} got columns {x.Shape} and sizes of which not all are known; where others stand for it, as in opset 17, the rows and the "
                    + "sizes of image and block must be known beforehand. Give them as numbers, or write a newer opset."
            );
        var window = WindowAttributes.OfColumns(n, block);
        long[] places = Places(n, window, Array.ConvertAll(image, s => (Dim)s));
        var extra = new long[window.Rank];
        for (int i = 0; i < extra.Length; i++)
        {
            long reached = (places[i] - 1) * window.Strides[i] + window.Reach(i);
            extra[i] = image[i] + window.Pads[i] + window.Pads[i + window.Rank] - reached;
        }
        var ones = new double[window.Taps * window.Taps];
        for (long i = 0; i < window.Taps; i++)
            ones[i * (window.Taps + 1)] = 1;
        var kernel = n.Graph.Constant(ConstantTensor.From(ones, x.ElementType, [window.Taps, 1, .. window.Kernel]));
        var blocks = Op.Reshape(x, [-1, window.Taps, .. places]);
        var images = Op.ConvTranspose(blocks, kernel, window.Strides, window.Pads, window.Dilations, extra);
        return Op.Reshape(images, [-1, x.Shape[1].Value / window.Taps, .. image]);
    }
}

public static partial class Op
{
    /// <summary>
    /// Images (batch, channels, sizes…) from columns (batch, channels times block, places): what each window saw is put back, and summed
    /// where windows overlap.
    /// </summary>
    /// <param name="x">The columns; within a channel the rows are the block's places, row by row.</param>
    /// <param name="image">The images' spatial sizes.</param>
    /// <param name="block">The window's size along each spatial axis.</param>
    /// <param name="strides">Steps between windows; 1 unless told.</param>
    /// <param name="pads">The padding that windows saw before each spatial axis, then after each; none unless told.</param>
    /// <param name="dilations">Distances within a window; 1 unless told.</param>
    public static Value Col2Im(
        Value x,
        long[] image,
        long[] block,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null
    )
    {
        var attributes = new Attributes
        {
            { "strides", strides },
            { "pads", pads },
            { "dilations", dilations },
        };
        return x.Graph.Emit("Col2Im", attributes, x, x.Graph.Ints(image), x.Graph.Ints(block));
    }
}
