namespace Kerasharp.Tests.Layers;

/// <summary>How many places a window has along an axis, by Keras's definition.</summary>
internal static class Windows
{
    public static int Count(int size, int window, int stride, int dilation, string padding) =>
        padding == "same" ? (size + stride - 1) / stride : (size - (window - 1) * dilation - 1) / stride + 1;

    /// <summary>What 'same' puts before the axis: half of what the last window lacks, the lesser half if that is odd.</summary>
    public static int Before(int size, int window, int stride, int dilation, string padding)
    {
        if (padding != "same")
            return 0;
        int reach = (Count(size, window, stride, dilation, padding) - 1) * stride + (window - 1) * dilation + 1;
        return Math.Max(0, reach - size) / 2;
    }
}
