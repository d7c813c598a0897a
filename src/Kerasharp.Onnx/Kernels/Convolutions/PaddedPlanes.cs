using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// Some rows of an image's planes with zeros around them, so that a convolution's windows need not ask where they end. Where windows step over
/// columns, a row holds first the columns that their first tap sees, then the next ones, so that neighbouring windows see neighbours.
/// </summary>
internal unsafe struct PaddedPlanes
{
    /// <summary>Beyond the last place windows may read so many numbers, and leave them unused.</summary>
    public const long Slack = 4;

    /// <summary>How many planes an image has.</summary>
    public long Planes;

    /// <summary>The rows of a plane, and of its padded rows at most.</summary>
    public long Rows,
        PaddedRows;

    /// <summary>The columns of a plane, and of it with padding.</summary>
    public long Columns,
        PaddedColumns;

    /// <summary>The number of zeros before the first column.</summary>
    public long Left;

    /// <summary>The distance of neighbouring windows, into which columns are ordered; 1 leaves them as they are.</summary>
    public long Step;

    /// <summary>How many columns lie together for one tap.</summary>
    public readonly long Segment => (PaddedColumns + Step - 1) / Step;

    /// <summary>From one row to the next.</summary>
    public readonly long Line => Segment * Step;

    /// <summary>From one plane to the next.</summary>
    public readonly long Plane => PaddedRows * Line;

    /// <summary>How many numbers all of it takes.</summary>
    public readonly long Size => Planes * Plane + Slack;

    /// <summary>Where a column lies in its row.</summary>
    public readonly long Place(long column) => column % Step * Segment + column / Step;

    /// <summary>Fills in rows of an image. The memory must have been zero at first; what is around the rows stays so.</summary>
    /// <param name="image">The image's planes.</param>
    /// <param name="first">The image's row that comes first; below 0 for padding.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="target">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Fill(float* image, long first, long count, float* target)
    {
        long line = Line;
        long from = Math.Max(0, Left);
        long width = Math.Min(PaddedColumns, Left + Columns) - from;
        for (long plane = 0; plane < Planes; plane++, image += Rows * Columns)
        {
            float* to = target + plane * Plane;
            for (long row = first; row < first + count; row++, to += line)
            {
                if (row < 0 || row >= Rows)
                    Clear(to, line);
                else if (Step == 1)
                    Copy(image + row * Columns + from - Left, to + from, width);
                else
                    Order(image + row * Columns - Left, from, from + width, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, long count)
    {
        long i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(source + i), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    private static void Clear(float* target, long count) => new Span<float>(target, (int)count).Clear();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Order(float* source, long from, long to, float* target)
    {
        for (long phase = 0; phase < Step; phase++, target += Segment)
        {
            long skipped = Math.Max(0, (from - phase + Step - 1) / Step);
            for (long place = skipped, column = phase + skipped * Step; column < to; column += Step, place++)
                target[place] = source[column];
        }
    }
}
