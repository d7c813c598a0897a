using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The planes of a channel, of several images one behind the other, laid out so that one place after the other is a window's: small planes fill
/// vectors as well as large ones. Between windows come places that mean nothing.
/// </summary>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Images">How many images at most.</param>
internal readonly unsafe record struct FlatPlanes(FlatAxis Rows, FlatAxis Columns, long Images)
{
    // Of that many numbers are the planes that are taken together, so that they stay in the nearest memory.
    private const long Most = 4096;

    /// <summary>From one image's plane to the next one's.</summary>
    public long Plane => Rows.Length * Columns.Length;

    /// <summary>The numbers that all phases take.</summary>
    public long Size => Rows.Step * Columns.Step * Images * Plane;

    /// <summary>How far behind the last place a window may read.</summary>
    public long Slack => Rows.Ahead * Columns.Length + Columns.Ahead;

    /// <summary>As many images as stay near.</summary>
    public static FlatPlanes Of(FlatAxis rows, FlatAxis columns, long planes, long batch)
    {
        var one = new FlatPlanes(rows, columns, 1);
        return one with { Images = Math.Clamp(Most / Math.Max(1, one.Size * planes), 1, Math.Max(1, batch)) };
    }

    /// <summary>How far from a window's own place it sees an element.</summary>
    /// <param name="row">The element's row within the window.</param>
    /// <param name="column">Its column.</param>
    public long Offset(long row, long column) =>
        (row % Rows.Step * Columns.Step + column % Columns.Step) * Images * Plane
        + row / Rows.Step * Columns.Length
        + column / Columns.Step;

    /// <summary>Fills in planes. The memory must have been zero at first; what is around the elements stays so.</summary>
    /// <param name="source">The first image's plane.</param>
    /// <param name="next">From one image's plane to the next one's.</param>
    /// <param name="width">From one row to the next.</param>
    /// <param name="images">How many images.</param>
    /// <param name="target">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* source, long next, long width, long images, float* target)
    {
        for (long image = 0; image < images; image++, source += next, target += Plane)
        for (long row = 0; row < Rows.Data; row++)
        {
            (long down, long phase) = Math.DivRem(row + Rows.Pad, Rows.Step);
            float* to = target + phase * Columns.Step * Images * Plane + down * Columns.Length;
            float* from = source + row * width;
            if (Columns.Step == 1)
                Copy(from, to + Columns.Pad, Columns.Data);
            else
                Part(from, to);
        }
    }

    /// <summary>Copies numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* target, long count)
    {
        long i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(source + i), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(float* source, float* target)
    {
        long step = Columns.Step;
        (long first, long phase) = Math.DivRem(Columns.Pad, step);
        for (long begin = 0; begin < Math.Min(step, Columns.Data); begin++)
        {
            float* to = target + phase * Images * Plane + first;
            for (long column = begin; column < Columns.Data; column += step)
                *to++ = source[column];
            if (++phase < step)
                continue;
            phase = 0;
            first++;
        }
    }
}
