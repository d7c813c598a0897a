using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The gradient of max pooling for devices whose pooling gives no places: every place of the window is compared with the greatest
/// element, and the first that equals it gets the gradient.
/// </summary>
internal static class TiedMaxPools
{
    /// <summary>The gradient by the pooling's input.</summary>
    /// <param name="n">A node MaxPoolGradient, of a pooling's input and the gradient by its output, with the pooling's attributes.</param>
    public static Value Gradient(Node n)
    {
        var (x, dy) = (n.Input(0), n.Input(1));
        var window = WindowAttributes.OfPool(n);
        long[] pads = WindowSums.Pads(n);
        long[] border = [0, 0, .. pads.AsSpan(0, window.Rank), 0, 0, .. pads.AsSpan(window.Rank)];
        var framed = border.All(p => p == 0) ? x : Op.Pad(x, border, float.MinValue);
        var greatest = Greatest(n, framed, window.Ceil);
        var parts = new List<Value>();
        Value? free = null;
        foreach (var tap in Unfolding.Taps(framed, window.WithPads(pads), dy.Shape))
        {
            var hit = Op.Cast(Op.Equal(tap, greatest), x.ElementType);
            // Of equal elements only the first.
            var first = free is null ? hit : hit * free;
            free = free is null ? 1 - first : free - first;
            parts.Add(first * dy);
        }
        return IsTiling(window, pads, x.Shape, dy.Shape)
            ? Tiled(parts, window, x.Shape, dy.Shape)
            : Spread(parts, window, x.Shape, dy.Shape);
    }

    /// <summary>
    /// The pooling itself. With ceil_mode it reads the framed input: what ONNX Runtime infers of the output's size then differs at times
    /// from what it gives.
    /// </summary>
    private static Value Greatest(Node n, Value framed, bool ceil)
    {
        var attributes = n.Attributes.Clone();
        if (!ceil)
            return n.Graph.Add("", "MaxPool", [n.Input(0)], attributes).Output;
        foreach (string name in new[] { "ceil_mode", "pads", "auto_pad" })
            attributes.Remove(name);
        return n.Graph.Add("", "MaxPool", [framed], attributes).Output;
    }

    /// <summary>Whether the windows lie side by side and cover the input.</summary>
    private static bool IsTiling(WindowAttributes window, long[] pads, Shape x, Shape dy) =>
        pads.All(p => p == 0)
        && window.Dilations.All(d => d == 1)
        && window.Kernel.AsSpan().SequenceEqual(window.Strides)
        && Enumerable.Range(0, window.Rank).All(i => dy[i + 2].Value * window.Strides[i] <= x[i + 2].Value);

    /// <summary>Parts of windows side by side, put in each other's midst; what no window reached gets 0.</summary>
    private static Value Tiled(List<Value> parts, WindowAttributes window, Shape x, Shape dy)
    {
        int rank = window.Rank;
        long[] places = [.. dy.Skip(2).Select(d => d.Value)];
        long rows = x[0].Value * x[1].Value;
        var joined = Op.Concat([.. parts.Select(p => Op.Reshape(p, [1, rows, .. places]))], 0);
        // (kernel…, rows, places…), to (rows, place, kernel, place, kernel…).
        joined = Op.Reshape(joined, [.. window.Kernel, rows, .. places]);
        int[] order = [rank, .. Enumerable.Range(0, rank).SelectMany(i => (int[])[rank + 1 + i, i])];
        long[] sizes = [.. places.Select((p, i) => p * window.Kernel[i])];
        var whole = Op.Reshape(Op.Transpose(joined, order), [x[0].Value, x[1].Value, .. sizes]);
        long[] missing = [.. sizes.Select((s, i) => x[i + 2].Value - s)];
        return missing.All(m => m == 0) ? whole : Op.Pad(whole, [.. new long[rank + 2], 0, 0, .. missing]);
    }

    /// <summary>Parts of windows that overlap, added where they lie: a transposed convolution that puts each part at its place.</summary>
    private static Value Spread(List<Value> parts, WindowAttributes window, Shape x, Shape dy)
    {
        int rank = window.Rank;
        long rows = x[0].Value * x[1].Value;
        long[] places = [.. dy.Skip(2).Select(d => d.Value)];
        var joined = Op.Concat([.. parts.Select(p => Op.Reshape(p, [rows, 1, .. places]))], 1);
        int taps = parts.Count;
        var kernel = new double[taps * taps];
        for (int i = 0; i < taps; i++)
            kernel[i * taps + i] = 1;
        var weight = joined.Graph.Constant(
            ConstantTensor.From(kernel, joined.ElementType, [taps, 1, .. window.Kernel])
        );
        var pads = WindowSums.Exact(window, x, [.. dy.Skip(2)]);
        var extra = new long[rank];
        for (int i = 0; i < rank; i++)
            (pads[i + rank], extra[i]) = (Math.Max(0, pads[i + rank]), Math.Max(0, -pads[i + rank]));
        return Op.Reshape(Op.ConvTranspose(joined, weight, window.Strides, pads, window.Dilations, extra), x);
    }
}
