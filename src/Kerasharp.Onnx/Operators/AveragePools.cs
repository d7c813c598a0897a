using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The mean of each window, channels first.</summary>
internal static class AveragePools
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "AveragePool",
            Infer = n => [Pools.Pooled(n, ElementKind.Float)],
            Gradient = (n, dy) => [Gradient(n, dy[0]!)],
            Lacks = (n, opset) => (n.Attributes.Has("dilations") && opset < 19) || AutoPad.IsMisread(n),
            Decompose = n => [Compose(n)],
        },
    ];

    /// <summary>Whether the padding that a node is given counts in its means; what a last window has beyond it never does.</summary>
    private static bool CountsPads(Node n) => n.Attributes.Int("count_include_pad") != 0;

    private static Value Gradient(Node n, Value dy)
    {
        var counts = WindowSums.Counts(n, CountsPads(n));
        var (window, shape) = (WindowAttributes.OfPool(n), n.Input(0).Shape);
        return counts.Count == 1
            ? WindowSums.Spread(dy, window, shape, 1 / counts.ToDoubles()[0])
            : WindowSums.Spread(dy / n.Graph.Constant(counts), window, shape);
    }

    /// <summary>Sums by their counts; where sizes are not known, the same sums of ones count what they see.</summary>
    private static Value Compose(Node n)
    {
        var window = WindowAttributes.OfPool(n);
        if (window.HasPads && !window.IsWide && window.Dilations.All(d => d == 1))
            return AutoPad.Explicit(n).Output;
        return ByConvolution(n);
    }

    /// <summary>The same as a convolution by ones.</summary>
    public static Value ByConvolution(Node n)
    {
        var x = n.Input(0);
        var window = WindowAttributes.OfPool(n);
        var sums = WindowSums.Of(n, x);
        if (x.Shape.Skip(2).All(d => d.IsKnown))
            return sums / n.Graph.Constant(WindowSums.Counts(n, CountsPads(n)));
        if (CountsPads(n))
            return sums / window.Taps;
        var sizes = Op.Slice(Op.ShapeOf(x), 0, 2, x.Rank);
        var ones = n.Graph.Emit("Expand", x.Like(1), Op.Concat([n.Graph.Ints(1, 1), sizes], 0));
        return sums / Op.Max(WindowSums.Of(n, ones), x.Like(1));
    }
}

public static partial class Op
{
    /// <summary>The mean of each window; x is (batch, channels, sizes…).</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernel">The window's size along each spatial axis.</param>
    /// <param name="strides">Steps between windows; 1 unless told.</param>
    /// <param name="pads">Zeros before each spatial axis, then after each; none unless told.</param>
    /// <param name="dilations">Distances within a window; 1 unless told.</param>
    /// <param name="ceil">Whether a last window may reach beyond the padded input; it then counts only what is there.</param>
    /// <param name="countIncludePad">Whether padding counts as zeros; else means are of what lies in the input.</param>
    /// <param name="autoPad">"SAME_UPPER" for Keras's 'same' where sizes are not known yet; then no pads.</param>
    public static Value AveragePool(
        Value x,
        long[] kernel,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        bool ceil = false,
        bool countIncludePad = false,
        string? autoPad = null
    )
    {
        var attributes = WindowParts(x, kernel, strides, pads, dilations, autoPad);
        if (ceil)
            attributes.Add("ceil_mode", 1);
        if (countIncludePad)
            attributes.Add("count_include_pad", 1);
        return x.Graph.Emit("AveragePool", attributes, x);
    }
}
