using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The innermost loop of a convolution's weight gradient: four rows of three weights side by side, for as many filters as a vector has lanes,
/// summed up in registers over the places of the output, of one image or several.
/// </summary>
internal static unsafe class WeightGradientTile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>How many rows of weights.</summary>
    public const int Rows = 4;

    /// <summary>How many weights side by side.</summary>
    public const int Taps = 3;

    /// <summary>Adds to the sums.</summary>
    /// <param name="a">What the first weight of the first row sees at the first place; so are b, c and d of the other rows.</param>
    /// <param name="b">See a.</param>
    /// <param name="c">See a.</param>
    /// <param name="d">See a.</param>
    /// <param name="gradient">For each place of the output a vector of gradients.</param>
    /// <param name="lines">How many rows the output has.</param>
    /// <param name="columns">How many places a row has.</param>
    /// <param name="step">From what one place sees to what the next one in its row sees.</param>
    /// <param name="jump">How much farther it is from the last place of a row to the first of the next.</param>
    /// <param name="images">How many images.</param>
    /// <param name="leap">How much farther it is from behind an image's last row to the next one's first.</param>
    /// <param name="sums">A vector for each weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* a,
        float* b,
        float* c,
        float* d,
        float* gradient,
        long lines,
        long columns,
        long step,
        long jump,
        long images,
        long leap,
        float* sums
    )
    {
        TLanes a0 = TLanes.Constant(0);
        TLanes a1 = TLanes.Constant(0);
        TLanes a2 = TLanes.Constant(0);
        TLanes b0 = TLanes.Constant(0);
        TLanes b1 = TLanes.Constant(0);
        TLanes b2 = TLanes.Constant(0);
        TLanes c0 = TLanes.Constant(0);
        TLanes c1 = TLanes.Constant(0);
        TLanes c2 = TLanes.Constant(0);
        TLanes d0 = TLanes.Constant(0);
        TLanes d1 = TLanes.Constant(0);
        TLanes d2 = TLanes.Constant(0);
        long at = 0;
        for (long image = 0; image < images; image++, at += leap)
        for (long line = 0; line < lines; line++, at += jump)
        for (long column = 0; column < columns; column++, at += step, gradient += TLanes.Width)
        {
            TLanes g = TLanes.Load(gradient);
            a0 = TLanes.MultiplyAdd(g, a + at, a0);
            a1 = TLanes.MultiplyAdd(g, a + at + 1, a1);
            a2 = TLanes.MultiplyAdd(g, a + at + 2, a2);
            b0 = TLanes.MultiplyAdd(g, b + at, b0);
            b1 = TLanes.MultiplyAdd(g, b + at + 1, b1);
            b2 = TLanes.MultiplyAdd(g, b + at + 2, b2);
            c0 = TLanes.MultiplyAdd(g, c + at, c0);
            c1 = TLanes.MultiplyAdd(g, c + at + 1, c1);
            c2 = TLanes.MultiplyAdd(g, c + at + 2, c2);
            d0 = TLanes.MultiplyAdd(g, d + at, d0);
            d1 = TLanes.MultiplyAdd(g, d + at + 1, d1);
            d2 = TLanes.MultiplyAdd(g, d + at + 2, d2);
        }
        Add(a0, sums);
        Add(a1, sums + TLanes.Width);
        Add(a2, sums + 2 * TLanes.Width);
        Add(b0, sums + 3 * TLanes.Width);
        Add(b1, sums + 4 * TLanes.Width);
        Add(b2, sums + 5 * TLanes.Width);
        Add(c0, sums + 6 * TLanes.Width);
        Add(c1, sums + 7 * TLanes.Width);
        Add(c2, sums + 8 * TLanes.Width);
        Add(d0, sums + 9 * TLanes.Width);
        Add(d1, sums + 10 * TLanes.Width);
        Add(d2, sums + 11 * TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes sum, float* to) => (TLanes.Load(to) + sum).Store(to);
}
