namespace Kerasharp.Layers;

/// <summary>
/// The convolution that gives a frame's spectrum: for each frequency k of a Fourier transform a cosine, or a negative sine, of
/// 2 pi k t / length, times the window.
/// </summary>
internal static class FourierKernel
{
    /// <summary>The numbers, as (frame, frequencies), the frequencies running fastest.</summary>
    /// <param name="frame">The number of samples of a frame.</param>
    /// <param name="length">The length of the transform, to which frames are filled up with zeros.</param>
    /// <param name="frequencies">How many frequencies, from 0.</param>
    /// <param name="imaginary">Whether the imaginary part is meant.</param>
    /// <param name="window">A factor for each sample, or null.</param>
    public static float[] Of(int frame, int length, int frequencies, bool imaginary, double[]? window)
    {
        var kernel = new float[frame * frequencies];
        for (int t = 0; t < frame; t++)
        for (int k = 0; k < frequencies; k++)
        {
            // The rest of the turns first, so that long frames lose no precision.
            double angle = 2 * Math.PI * ((long)t * k % length) / length;
            double number = imaginary ? -Math.Sin(angle) : Math.Cos(angle);
            kernel[t * frequencies + k] = (float)(number * (window?[t] ?? 1));
        }
        return kernel;
    }

    /// <summary>A window divided as the scaling has it: <c>density</c> by its length as a vector, <c>spectrum</c> by its sum.</summary>
    public static double[]? Scaled(double[]? window, string? scaling)
    {
        if (window is null || scaling is null)
            return window;
        double scale = scaling == "density" ? Math.Sqrt(window.Sum(w => w * w)) : window.Sum(Math.Abs);
        return Array.ConvertAll(window, w => w / scale);
    }
}
