using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Products;

/// <summary>
/// The innermost loop of our products of matrices: eight rows by two vectors of columns, summed up in registers. A step of the loop reads two
/// vectors and eight numbers for sixteen products of vectors.
/// </summary>
internal static unsafe class ProductTile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>How many rows.</summary>
    public const int Rows = 8;

    /// <summary>How many columns.</summary>
    public static int Columns => 2 * TLanes.Width;

    /// <summary>Sums up.</summary>
    /// <param name="a">The first row of the left matrix.</param>
    /// <param name="aStride">From one of its rows to the next.</param>
    /// <param name="aStep">From one of its columns to the next.</param>
    /// <param name="panel">The right matrix's columns, those of each row side by side.</param>
    /// <param name="count">How many summands.</param>
    /// <param name="start">What the first row's sums begin with.</param>
    /// <param name="startStride">From there to what the next row's begin with; 0 where all begin with the same.</param>
    /// <param name="target">The first row of the sums.</param>
    /// <param name="targetStride">From one of its rows to the next.</param>
    /// <param name="rows">How many rows there are; with fewer than eight the first stands for the others, too.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* a,
        long aStride,
        long aStep,
        float* panel,
        long count,
        float* start,
        long startStride,
        float* target,
        long targetStride,
        long rows
    )
    {
        float* a1 = rows > 1 ? a + aStride : a;
        float* a2 = rows > 2 ? a + 2 * aStride : a;
        float* a3 = rows > 3 ? a + 3 * aStride : a;
        float* a4 = rows > 4 ? a + 4 * aStride : a;
        float* a5 = rows > 5 ? a + 5 * aStride : a;
        float* a6 = rows > 6 ? a + 6 * aStride : a;
        float* a7 = rows > 7 ? a + 7 * aStride : a;
        float* t1 = rows > 1 ? target + targetStride : target;
        float* t2 = rows > 2 ? target + 2 * targetStride : target;
        float* t3 = rows > 3 ? target + 3 * targetStride : target;
        float* t4 = rows > 4 ? target + 4 * targetStride : target;
        float* t5 = rows > 5 ? target + 5 * targetStride : target;
        float* t6 = rows > 6 ? target + 6 * targetStride : target;
        float* t7 = rows > 7 ? target + 7 * targetStride : target;
        TLanes s00 = TLanes.Load(start);
        TLanes s01 = TLanes.Load(start + TLanes.Width);
        float* b1 = rows > 1 ? start + startStride : start;
        TLanes s10 = TLanes.Load(b1);
        TLanes s11 = TLanes.Load(b1 + TLanes.Width);
        float* b2 = rows > 2 ? start + 2 * startStride : start;
        TLanes s20 = TLanes.Load(b2);
        TLanes s21 = TLanes.Load(b2 + TLanes.Width);
        float* b3 = rows > 3 ? start + 3 * startStride : start;
        TLanes s30 = TLanes.Load(b3);
        TLanes s31 = TLanes.Load(b3 + TLanes.Width);
        float* b4 = rows > 4 ? start + 4 * startStride : start;
        TLanes s40 = TLanes.Load(b4);
        TLanes s41 = TLanes.Load(b4 + TLanes.Width);
        float* b5 = rows > 5 ? start + 5 * startStride : start;
        TLanes s50 = TLanes.Load(b5);
        TLanes s51 = TLanes.Load(b5 + TLanes.Width);
        float* b6 = rows > 6 ? start + 6 * startStride : start;
        TLanes s60 = TLanes.Load(b6);
        TLanes s61 = TLanes.Load(b6 + TLanes.Width);
        float* b7 = rows > 7 ? start + 7 * startStride : start;
        TLanes s70 = TLanes.Load(b7);
        TLanes s71 = TLanes.Load(b7 + TLanes.Width);
        for (long i = 0, at = 0; i < count; i++, at += aStep, panel += 2 * TLanes.Width)
        {
            TLanes p = TLanes.Load(panel);
            TLanes q = TLanes.Load(panel + TLanes.Width);
            s00 = TLanes.MultiplyAdd(p, a + at, s00);
            s01 = TLanes.MultiplyAdd(q, a + at, s01);
            s10 = TLanes.MultiplyAdd(p, a1 + at, s10);
            s11 = TLanes.MultiplyAdd(q, a1 + at, s11);
            s20 = TLanes.MultiplyAdd(p, a2 + at, s20);
            s21 = TLanes.MultiplyAdd(q, a2 + at, s21);
            s30 = TLanes.MultiplyAdd(p, a3 + at, s30);
            s31 = TLanes.MultiplyAdd(q, a3 + at, s31);
            s40 = TLanes.MultiplyAdd(p, a4 + at, s40);
            s41 = TLanes.MultiplyAdd(q, a4 + at, s41);
            s50 = TLanes.MultiplyAdd(p, a5 + at, s50);
            s51 = TLanes.MultiplyAdd(q, a5 + at, s51);
            s60 = TLanes.MultiplyAdd(p, a6 + at, s60);
            s61 = TLanes.MultiplyAdd(q, a6 + at, s61);
            s70 = TLanes.MultiplyAdd(p, a7 + at, s70);
            s71 = TLanes.MultiplyAdd(q, a7 + at, s71);
        }
        s00.Store(target);
        s01.Store(target + TLanes.Width);
        s10.Store(t1);
        s11.Store(t1 + TLanes.Width);
        s20.Store(t2);
        s21.Store(t2 + TLanes.Width);
        s30.Store(t3);
        s31.Store(t3 + TLanes.Width);
        s40.Store(t4);
        s41.Store(t4 + TLanes.Width);
        s50.Store(t5);
        s51.Store(t5 + TLanes.Width);
        s60.Store(t6);
        s61.Store(t6 + TLanes.Width);
        s70.Store(t7);
        s71.Store(t7 + TLanes.Width);
    }
}
