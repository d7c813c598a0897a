using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>An input as each place of a window sees it: what is called im2col.</summary>
internal static class Unfolding
{
    /// <summary>The input with its padding, as the taps read it.</summary>
    public static Value Padded(Value x, WindowAttributes window) =>
        Op.Pad(x, [0, 0, .. window.Pads.AsSpan(0, window.Rank), 0, 0, .. window.Pads.AsSpan(window.Rank)]);

    /// <summary>For each place of the window, row by row, what it sees: an element for each place of the output.</summary>
    public static Value[] Taps(Value padded, WindowAttributes window, Shape output)
    {
        var taps = new Value[window.Taps];
        for (long tap = 0; tap < taps.Length; tap++)
            taps[tap] = Tap(padded, tap, window, output);
        return taps;
    }

    /// <summary>The number of places in the spatial dimensions.</summary>
    public static long Places(Shape shape) => shape.Skip(2).Aggregate(1L, (product, d) => product * d.Value);

    private static Value Tap(Value padded, long tap, WindowAttributes window, Shape output)
    {
        int rank = window.Rank;
        var (axes, starts, ends) = (new long[rank], new long[rank], new long[rank]);
        for (int i = rank - 1; i >= 0; i--)
        {
            axes[i] = i + 2;
            starts[i] = tap % window.Kernel[i] * window.Dilations[i];
            ends[i] = starts[i] + (output[i + 2].Value - 1) * window.Strides[i] + 1;
            tap /= window.Kernel[i];
        }
        bool whole = Enumerable
            .Range(0, rank)
            .All(i => starts[i] == 0 && ends[i] == padded.Shape[i + 2].Value && window.Strides[i] == 1);
        return whole ? padded : Op.Slice(padded, axes, starts, ends, window.Strides);
    }
}
