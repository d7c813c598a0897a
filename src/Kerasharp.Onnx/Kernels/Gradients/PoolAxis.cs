namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>How the windows of a pooling lie along one axis.</summary>
/// <param name="Size">The number of elements.</param>
/// <param name="Places">The number of windows.</param>
/// <param name="Kernel">The number of elements that a window sees.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Dilation">From one element of a window to the next.</param>
/// <param name="Pad">By how much the first window begins before the first element.</param>
internal readonly record struct PoolAxis(long Size, long Places, long Kernel, long Stride, long Dilation, long Pad)
{
    /// <summary>An axis on which nothing is pooled, to fill up missing ones.</summary>
    public static PoolAxis Single { get; } = new(1, 1, 1, 1, 1, 0);

    /// <summary>Whether the windows are pairs that lie side by side and leave out at most the last element.</summary>
    public bool IsPairs => Kernel == 2 && Stride == 2 && Dilation == 1 && Pad == 0 && Places == Size / 2;

    /// <summary>The elements of a window that are there: the first, and how many, each a dilation from the one before.</summary>
    public long Window(long place, out long taps)
    {
        long first = place * Stride - Pad;
        taps = Kernel;
        if (first >= 0 && first + (Kernel - 1) * Dilation < Size)
            return first;
        if (first < 0)
        {
            long missing = (Dilation - 1 - first) / Dilation;
            taps -= missing;
            first += missing * Dilation;
        }
        taps = Math.Min(taps, (Size - first + Dilation - 1) / Dilation);
        return first;
    }
}
