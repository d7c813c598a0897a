namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// How an axis of a plane lies in memory where windows are taken along one line: zeros, then elements, and behind them the zeros of what comes
/// next, which serve both. Where windows take steps, places that are a multiple of them apart lie side by side.
/// </summary>
/// <param name="Data">The elements that windows see.</param>
/// <param name="Pad">The zeros before them.</param>
/// <param name="Step">From one window to the next.</param>
/// <param name="Length">The places of one phase, from one line to the next.</param>
/// <param name="Ahead">How many places behind its own a window sees.</param>
internal readonly record struct FlatAxis(long Data, long Pad, long Step, long Length, long Ahead)
{
    /// <summary>The axis of a convolution's input.</summary>
    public static FlatAxis OfInput(ConvolutionAxis axis) =>
        Of(axis.Input, axis.Pad, axis.Stride, axis.Span, axis.Output, Shift(axis, axis.Kernel - 1));

    /// <summary>The axis of its output's gradient, as each phase of the input's gradient reads it.</summary>
    public static FlatAxis OfGradient(ConvolutionAxis axis)
    {
        long places = (axis.Pad + axis.Input + axis.Stride - 1) / axis.Stride;
        long zeros = Shift(axis, axis.Kernel - 1);
        return Of(Math.Min(axis.Output, places), zeros, 1, places + zeros, places, zeros);
    }

    /// <summary>How many places behind a window's own a tap of it sees, in the tap's phase.</summary>
    public static long Shift(ConvolutionAxis axis, long tap) => tap * axis.Dilation / axis.Stride;

    private static FlatAxis Of(long data, long pad, long step, long span, long windows, long ahead)
    {
        long seen = Math.Clamp(span - pad, 0, data);
        long whole = (span + step - 1) / step;
        // What lies behind the line's end is the next one's beginning, and must be zeros there.
        long length = Math.Max(Math.Max(whole - pad / step, (pad + seen + step - 1) / step), Math.Max(windows, 1));
        return new FlatAxis(seen, pad, step, length, ahead);
    }
}
