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
            Gradient = (n, dy) => [InputGradient(n, dy[0]!), WeightGradient(n, dy[0]!), BiasGradient(n, dy[0]!)],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var (x, w) = (n.Input(0), n.Input(1));
        Define.SameElements(n, x, w);
        if (x.Rank < 3 || w.Rank != x.Rank)
            throw new GraphException(
                $"{n} got an input {x.Shape} and a weight {w.Shape}; both need 3 to 5 dimensions, equally many."
            );
        if (x.Shape[1].IsKnown && x.Shape[1] != w.Shape[0])
            throw new GraphException(
                $"{n} got {x.Shape[1]} channels in {x.Shape}; its weight {w.Shape} needs {w.Shape[0]}."
            );
        if (
            n.Attributes.Has("output_shape")
            || n.Attributes.String("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER"
        )
            throw new GraphException(
                $"{n} leaves its pads to its output's shape; only pads are supported. Export it with 'pads' and 'output_padding'."
            );
        var window = WindowAttributes.OfConvolution(n);
        int rank = window.Rank;
        long[] extra = n.Attributes.Ints("output_padding") ?? new long[rank];
        if (extra.Length != rank)
            throw new GraphException(
                $"{n} got an output padding of {extra.Length} numbers; for {rank} spatial dimensions it needs {rank}."
            );
        var dims = new Dim[rank];
        for (int i = 0; i < rank; i++)
        {
            Dim size = x.Shape[i + 2];
            dims[i] = size.IsKnown
                ? (size.Value - 1) * window.Strides[i]
                    + window.Dilations[i] * (window.Kernel[i] - 1)
                    + 1
                    - window.Pads[i]
                    - window.Pads[i + rank]
                    + extra[i]
                : Dim.Unknown;
        }
        return
        [
            x.Type with
            {
                Shape = new Shape([x.Shape[0], w.Shape[1].Value * n.Attributes.Int("group", 1), .. dims]),
            },
        ];
    }

    private static Value InputGradient(Node n, Value dy)
    {
        var window = WindowAttributes.OfConvolution(n);
        return Op.Conv(
            dy,
            n.Input(1),
            null,
            window.Strides,
            window.Pads,
            window.Dilations,
            n.Attributes.Int("group", 1)
        );
    }

    /// <summary>The weight's gradient of the convolution that this transposes, with input and output exchanged.</summary>
    private static Value WeightGradient(Node n, Value dy)
    {
        var window = WindowAttributes.OfConvolution(n);
        var forward = Op.Conv(
            dy,
            n.Input(1),
            null,
            window.Strides,
            window.Pads,
            window.Dilations,
            n.Attributes.Int("group", 1)
        );
        return OperatorTable.Find("", "Conv")!.Gradient!(forward.Producer!, [n.Input(0)])[1]!;
    }

    private static Value? BiasGradient(Node n, Value dy) =>
        n.Optional(2) is null ? null : Op.ReduceSum(dy, [0, .. Enumerable.Range(2, dy.Rank - 2).Select(i => (long)i)]);
}

public static partial class Op
{
    /// <summary>
    /// Transposed convolution, channels first: x is (batch, channels, sizes…), w is (channels, filters / group, kernel…).
    /// </summary>
    public static Value ConvTranspose(
        Value x,
        Value w,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        long[]? outputPadding = null,
        long group = 1,
        Value? b = null
    )
    {
        var attributes = WindowParts(x, w.Shape.Skip(2).Select(d => d.Value).ToArray(), strides, pads, dilations, null);
        if (outputPadding is not null && outputPadding.Any(p => p != 0))
            attributes.Add("output_padding", outputPadding);
        if (group != 1)
            attributes.Add("group", group);
        return b is null
            ? x.Graph.Emit("ConvTranspose", attributes, x, w)
            : x.Graph.Emit("ConvTranspose", attributes, x, w, b);
    }
}
