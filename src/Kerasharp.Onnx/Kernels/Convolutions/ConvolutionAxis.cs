namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>How a convolution's windows lie along one axis.</summary>
/// <param name="Input">The number of elements of the convolution's input.</param>
/// <param name="Output">The number of windows.</param>
/// <param name="Kernel">The number of elements that a window sees.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Dilation">From one element of a window to the next.</param>
/// <param name="Pad">By how much the first window begins before the first element.</param>
internal readonly record struct ConvolutionAxis(
    long Input,
    long Output,
    long Kernel,
    long Stride,
    long Dilation,
    long Pad
)
{
    /// <summary>An axis along which nothing is summed, in place of one that is not there.</summary>
    public static ConvolutionAxis Single { get; } = new(1, 1, 1, 1, 1, 0);

    /// <summary>The places that all windows together span, padding included.</summary>
    public long Span => (Output - 1) * Stride + Reach;

    /// <summary>The places that a window spans.</summary>
    public long Reach => (Kernel - 1) * Dilation + 1;

    /// <summary>
    /// The elements of the input's gradient at places phase, phase + stride, … are a convolution by themselves: of the output's gradient with
    /// some of the taps. The element number m takes of such a tap the gradient of window m + shift; false for other taps.
    /// </summary>
    public bool Shift(long phase, long tap, out long shift)
    {
        long distance = phase + Pad - tap * Dilation;
        shift = distance / Stride;
        return shift * Stride == distance;
    }

    /// <summary>The least and the greatest shift of all taps in all phases.</summary>
    public (long Least, long Greatest) Shifts()
    {
        long least = long.MaxValue;
        long greatest = long.MinValue;
        for (long phase = 0; phase < Stride; phase++)
        for (long tap = 0; tap < Kernel; tap++)
        {
            if (!Shift(phase, tap, out long shift))
                continue;
            least = Math.Min(least, shift);
            greatest = Math.Max(greatest, shift);
        }
        return (least, greatest);
    }
}
