using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Convolution in one to three dimensions, channels first, and its gradients.</summary>
internal static class Convolutions
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Conv",
            Infer = Infer,
            Gradient = Gradient,
            Lacks = (n, _) => AutoPad.IsMisread(n),
            Decompose = n => [AutoPad.Explicit(n).Output],
        },
    ];

    private static TensorType[] Infer(Node n)
    {
        var (x, w) = (n.Input(0), n.Input(1));
        CheckRanks(n, x, w);
        long group = n.Attributes.Int("group", 1);
        Dim channels = x.Shape[1];
        if (channels.IsKnown && w.Shape[1].IsKnown && channels.Value != w.Shape[1].Value * group)
        {
            throw new GraphException(
                $"{n} got {channels} channels in {x.Shape}; its weight {w.Shape} in {group} group(s) needs {w.Shape[1].Value * group}."
            );
        }
        if (w.Shape[0].IsKnown && w.Shape[0].Value % group != 0)
            throw new GraphException(
                $"{n} got {w.Shape[0]} filters in {group} groups; the groups must divide the filters."
            );
        CheckBias(n, w.Shape[0]);
        var window = WindowAttributes.OfConvolution(n);
        return [x.Type with { Shape = new Shape([x.Shape[0], w.Shape[0], .. window.Output(n)]) }];
    }

    /// <summary>Refuses an input and a weight of different element types or ranks.</summary>
    public static void CheckRanks(Node n, Value x, Value w)
    {
        ElementKind.Float.Demand(n, x);
        Define.SameElements(n, x, w);
        if (x.Rank < 3 || w.Rank != x.Rank)
            throw new GraphException(
                $"{n} got an input {x.Shape} and a weight {w.Shape}; both need 3 to 5 dimensions, equally many."
            );
    }

    /// <summary>Refuses a bias that has not a number for each filter.</summary>
    public static void CheckBias(Node n, Dim filters)
    {
        if (n.Optional(2) is { } b && (b.Rank != 1 || (b.Shape[0].IsKnown && filters.IsKnown && b.Shape[0] != filters)))
            throw new GraphException(
                $"{n} got a bias {b.Shape}; a number for each of {filters} filters was expected. Reshape it."
            );
    }

    private static Value?[] Gradient(Node n, Value?[] dys)
    {
        var dy = dys[0]!;
        var window = WindowAttributes.OfConvolution(n);
        var (x, w) = (n.Input(0), n.Input(1));
        long group = n.Attributes.Int("group", 1);
        var dx = DirectConvolutions.HasInputGradient(n, window)
            ? DirectConvolutions.InputGradient(n, window, dy)
            : InputGradient(x.Shape, w, window, group, dy);
        if (n.Optional(2) is null)
            return [dx, WeightGradient(n, dy), null];
        if (DirectConvolutions.HasWeightGradient(n, window))
            return [dx, .. DirectConvolutions.WeightGradient(n, window, dy)];
        return [dx, WeightGradient(n, dy), BiasGradient(dy)];
    }

    /// <summary>The sums over all but the channels.</summary>
    public static Value BiasGradient(Value dy) =>
        Op.ReduceSum(dy, [0, .. Enumerable.Range(2, dy.Rank - 2).Select(i => (long)i)]);

    /// <summary>
    /// With steps of one, a convolution with the kernel turned round and its channels exchanged, which runs on the runtime's fastest
    /// path; else a transposed convolution. That convolution computes as much for each element of the input as a transposed one does
    /// for each element of the output, so where the output is much smaller the latter wins: 128 inputs of 32x13x13, 64 filters of 3x3,
    /// two threads: 6.5 ms against 4.6; 64x7x7: 9.3 against 2.9; but 64 inputs of 16x32x32 with padding: 2.6 against 6.3.
    /// </summary>
    public static Value InputGradient(Shape input, Value w, WindowAttributes window, long group, Value dy)
    {
        int rank = window.Rank;
        var pads = new long[2 * rank];
        for (int i = 0; i < 2 * rank; i++)
            pads[i] = window.Dilations[i % rank] * (window.Kernel[i % rank] - 1) - window.Pads[i];
        bool shrinks = Unfolding.Places(input) >= 1.35 * Unfolding.Places(dy.Shape);
        if (group == 1 && window.Strides.All(s => s == 1) && pads.All(p => p >= 0) && !shrinks)
        {
            var turned = Op.Transpose(w, [1, 0, .. Enumerable.Range(2, rank)]);
            if (window.Kernel.Any(k => k > 1))
            {
                long[] axes = Enumerable.Range(2, rank).Select(i => (long)i).ToArray();
                turned = Op.Slice(
                    turned,
                    axes,
                    Array.ConvertAll(axes, _ => -1L),
                    Array.ConvertAll(axes, _ => long.MinValue + 1),
                    Array.ConvertAll(axes, _ => -1L)
                );
            }
            return Op.Conv(dy, turned, pads: pads, dilations: window.Dilations);
        }
        var outputPadding = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            long reached =
                (dy.Shape[i + 2].Value - 1) * window.Strides[i] + window.Dilations[i] * (window.Kernel[i] - 1) + 1;
            outputPadding[i] = input[i + 2].Value - (reached - window.Pads[i] - window.Pads[i + rank]);
        }
        return Op.ConvTranspose(dy, w, window.Strides, window.Pads, window.Dilations, outputPadding, group);
    }

    /// <summary>The gradient of a convolution's weight, for that of its output.</summary>
    public static Value WeightGradient(Node n, Value dy)
    {
        var window = WindowAttributes.OfConvolution(n);
        return DirectConvolutions.HasWeightGradient(n, window)
            ? DirectConvolutions.WeightGradient(n, window, dy)[0]
            : WeightGradient(n.Input(0), n.Input(1).Shape, window, n.Attributes.Int("group", 1), dy);
    }

    /// <summary>
    /// A product of the output's gradient with the input as each place of the kernel saw it. Where few products of many channels
    /// arise they are taken one by one; else the places are laid side by side, so that the gradient is read once. Short rows are
    /// costly to slice: there the places are gathered, a vector of channels each. Two threads, slices against gathering: 128 inputs of
    /// 32x13x13, 64 filters of 3x3: 5.4 ms against 4.9; 32 inputs of 128x7x7, 128 filters: 8.9 against 3.4; from rows of 16 on, slices.
    /// </summary>
    public static Value WeightGradient(Value x, Shape weight, WindowAttributes window, long group, Value dy)
    {
        // As many as there are, where their number is not known.
        long batch = x.Shape[0].IsKnown ? x.Shape[0].Value : -1;
        long channels = weight[1].Value;
        long filters = weight[0].Value / group;
        long places = Unfolding.Places(dy.Shape);
        long taps = window.Taps;

        var padded = Unfolding.Padded(x, window);
        if (group == 1 && channels >= 16 && taps > 1 && dy.Shape[-1].Value < 16)
            return Gathered(weight, window, padded, dy);
        var columns = Unfolding.Taps(padded, window, dy.Shape);
        if (group == 1 && taps == 1 && filters * channels >= (filters + channels) * places)
            return Together(weight, columns[0], dy);
        var rows = Op.Reshape(dy, batch, group, filters, places);

        Value sum;
        if (group == 1 && channels >= 16)
        {
            var parts = Array.ConvertAll(
                columns,
                c => Op.Unsqueeze(Product(rows, Op.Reshape(c, batch, group, channels, places)), [-1])
            );
            sum = Op.Concat(parts, parts[0].Rank - 1);
        }
        else
        {
            var parts = Array.ConvertAll(columns, c => Op.Reshape(c, batch, group, channels, 1, places));
            sum = Product(rows, Op.Reshape(Op.Concat(parts, 3), batch, group, channels * taps, places));
        }
        return Op.Reshape(sum, weight);
    }

    /// <summary>The weight's gradient as one product, of the gradient's rows and what each place of the output saw.</summary>
    private static Value Gathered(Shape weight, WindowAttributes window, Value padded, Value dy)
    {
        int rank = window.Rank;
        long batch = dy.Shape[0].IsKnown ? dy.Shape[0].Value : -1;
        var (channels, filters) = (weight[1].Value, weight[0].Value);
        var (places, taps) = (Unfolding.Places(dy.Shape), Unfolding.Places(weight));
        var seen = new long[places * taps];
        for (long place = 0; place < places; place++)
        for (long tap = 0; tap < taps; tap++)
            seen[place * taps + tap] = Seen(place, tap);

        var vectors = Op.Transpose(padded, [0, .. Enumerable.Range(2, rank), 1]);
        var indices = dy.Graph.Constant(ConstantTensor.Of<long>(seen, seen.Length));
        var columns = Op.Gather(Op.Reshape(vectors, batch, Unfolding.Places(padded.Shape), channels), indices, 1);
        var rows = Op.Transpose(Op.Reshape(dy, batch, filters, places), [1, 0, 2]);
        var sum = Op.MatMul(
            Op.Reshape(rows, filters, batch < 0 ? -1 : batch * places),
            Op.Reshape(columns, batch < 0 ? -1 : batch * places, taps * channels)
        );
        return Op.Reshape(Op.SwapLast(Op.Reshape(sum, filters, taps, channels)), weight);

        long Seen(long place, long tap)
        {
            long element = 0;
            long stride = 1;
            for (int i = rank - 1; i >= 0; i--)
            {
                long at =
                    place % dy.Shape[i + 2].Value * window.Strides[i] + tap % window.Kernel[i] * window.Dilations[i];
                element += at * stride;
                stride *= padded.Shape[i + 2].Value;
                place /= dy.Shape[i + 2].Value;
                tap /= window.Kernel[i];
            }
            return element;
        }
    }

    /// <summary>
    /// The weight's gradient where a window sees one place, as one product for all images. A product for each image would write as many numbers
    /// as the weight has each time, to be summed up; so this one is taken where images have fewer. Two threads, 32 images of 512x2x2, 2048
    /// filters: 41 ms by images.
    /// </summary>
    private static Value Together(Shape weight, Value x, Value dy)
    {
        long batch = dy.Shape[0].IsKnown ? dy.Shape[0].Value : -1;
        long places = Unfolding.Places(dy.Shape);
        return Op.Reshape(Op.Gemm(Rows(dy, weight[0].Value), Rows(x, weight[1].Value), transB: true), weight);

        Value Rows(Value images, long rows) =>
            Op.Reshape(
                Op.Transpose(Op.Reshape(images, batch, rows, places), [1, 0, 2]),
                rows,
                batch < 0 ? -1 : batch * places
            );
    }

    private static Value Product(Value rows, Value columns) => Op.ReduceSum(Op.MatMul(rows, Op.SwapLast(columns)), [0]);
}

public static partial class Op
{
    /// <summary>
    /// Convolution, channels first: x is (batch, channels, sizes…), w is (filters, channels / group, kernel…), b is (filters).
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="w">The filters.</param>
    /// <param name="b">The bias, or none.</param>
    /// <param name="strides">Steps between windows; 1 unless told.</param>
    /// <param name="pads">Zeros before each spatial axis, then after each; none unless told.</param>
    /// <param name="dilations">Distances within a window; 1 unless told.</param>
    /// <param name="group">Into how many independent groups the channels fall.</param>
    /// <param name="autoPad">"SAME_UPPER" for Keras's 'same' where sizes are not known yet; then no pads.</param>
    public static Value Conv(
        Value x,
        Value w,
        Value? b = null,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        long group = 1,
        string? autoPad = null
    )
    {
        var attributes = WindowParts(
            x,
            w.Shape.Skip(2).Select(d => d.Value).ToArray(),
            strides,
            pads,
            dilations,
            autoPad
        );
        if (group != 1)
            attributes.Add("group", group);
        return b is null ? x.Graph.Emit("Conv", attributes, x, w) : x.Graph.Emit("Conv", attributes, x, w, b);
    }

    /// <summary>The attributes of a window, those that are ONNX's defaults left out.</summary>
    private static Attributes WindowParts(
        Value x,
        long[] kernel,
        long[]? strides,
        long[]? pads,
        long[]? dilations,
        string? autoPad
    )
    {
        // ONNX Runtime takes no dilations together with auto_pad, so that is left for sizes that are not known.
        if (AutoPad.Pads(x.Shape, kernel, strides, dilations, autoPad) is { } same)
            (pads, autoPad) = (same, null);
        var attributes = new Attributes { { "kernel_shape", kernel } };
        if (strides is not null && strides.Any(s => s != 1))
            attributes.Add("strides", strides);
        if (pads is not null && pads.Any(p => p != 0))
            attributes.Add("pads", pads);
        if (dilations is not null && dilations.Any(d => d != 1))
            attributes.Add("dilations", dilations);
        attributes.Add("auto_pad", autoPad);
        return attributes;
    }
}
