using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The innermost loop of convolutions: sixteen places of the output, for as many filters as a vector has lanes, summed up in registers. A
/// number of the input is multiplied by a vector of weights, so a step of the loop reads one vector and sixteen numbers for sixteen
/// products, and runs as fast as the processor multiplies.
/// </summary>
internal static unsafe class ConvolutionTile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>How many places there are, four by four side by side.</summary>
    public const int Places = 16;

    /// <summary>Sums up.</summary>
    /// <param name="a">The first number that the first of four neighbouring places sees; so are b, c and d of four more each.</param>
    /// <param name="b">See a.</param>
    /// <param name="c">See a.</param>
    /// <param name="d">See a.</param>
    /// <param name="taps">For each summand how far behind that its number lies.</param>
    /// <param name="count">How many summands.</param>
    /// <param name="weights">For each summand a vector.</param>
    /// <param name="bias">What the sums begin with.</param>
    /// <param name="target">Takes a vector for each place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* a,
        float* b,
        float* c,
        float* d,
        int* taps,
        long count,
        float* weights,
        TLanes bias,
        float* target
    )
    {
        TLanes a0 = bias;
        TLanes a1 = bias;
        TLanes a2 = bias;
        TLanes a3 = bias;
        TLanes b0 = bias;
        TLanes b1 = bias;
        TLanes b2 = bias;
        TLanes b3 = bias;
        TLanes c0 = bias;
        TLanes c1 = bias;
        TLanes c2 = bias;
        TLanes c3 = bias;
        TLanes d0 = bias;
        TLanes d1 = bias;
        TLanes d2 = bias;
        TLanes d3 = bias;
        for (long i = 0; i < count; i++, weights += TLanes.Width)
        {
            long at = taps[i];
            TLanes w = TLanes.Load(weights);
            a0 = TLanes.MultiplyAdd(w, a + at, a0);
            a1 = TLanes.MultiplyAdd(w, a + at + 1, a1);
            a2 = TLanes.MultiplyAdd(w, a + at + 2, a2);
            a3 = TLanes.MultiplyAdd(w, a + at + 3, a3);
            b0 = TLanes.MultiplyAdd(w, b + at, b0);
            b1 = TLanes.MultiplyAdd(w, b + at + 1, b1);
            b2 = TLanes.MultiplyAdd(w, b + at + 2, b2);
            b3 = TLanes.MultiplyAdd(w, b + at + 3, b3);
            c0 = TLanes.MultiplyAdd(w, c + at, c0);
            c1 = TLanes.MultiplyAdd(w, c + at + 1, c1);
            c2 = TLanes.MultiplyAdd(w, c + at + 2, c2);
            c3 = TLanes.MultiplyAdd(w, c + at + 3, c3);
            d0 = TLanes.MultiplyAdd(w, d + at, d0);
            d1 = TLanes.MultiplyAdd(w, d + at + 1, d1);
            d2 = TLanes.MultiplyAdd(w, d + at + 2, d2);
            d3 = TLanes.MultiplyAdd(w, d + at + 3, d3);
        }
        a0.Store(target);
        a1.Store(target + TLanes.Width);
        a2.Store(target + 2 * TLanes.Width);
        a3.Store(target + 3 * TLanes.Width);
        b0.Store(target + 4 * TLanes.Width);
        b1.Store(target + 5 * TLanes.Width);
        b2.Store(target + 6 * TLanes.Width);
        b3.Store(target + 7 * TLanes.Width);
        c0.Store(target + 8 * TLanes.Width);
        c1.Store(target + 9 * TLanes.Width);
        c2.Store(target + 10 * TLanes.Width);
        c3.Store(target + 11 * TLanes.Width);
        d0.Store(target + 12 * TLanes.Width);
        d1.Store(target + 13 * TLanes.Width);
        d2.Store(target + 14 * TLanes.Width);
        d3.Store(target + 15 * TLanes.Width);
    }
}
