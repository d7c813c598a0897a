using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Finds the first element that is not a number; fast enough to look through a whole data set before training.</summary>
internal static unsafe class NaNSearch
{
    // Large enough that the loop's start costs nothing, small enough that the second look at the found block does not either.
    private const int BlockLength = 1 << 16;

    // Memory is the limit, and one core cannot draw all that it gives.
    private const long PartLength = 1 << 22;

    /// <summary>The place of the first NaN in C order, or -1.</summary>
    public static long Find(TensorData data)
    {
        if (!data.ElementType.IsFloat() || data.Count == 0)
            return -1;
        using var handle = data.Pin();
        long length = data.Count * data.RowLength;
        // An element is not a number if its bits, without the sign, exceed those of infinity.
        return data.ElementType switch
        {
            ElementType.Float32 => Find((int*)handle.Pointer, length, 0x7F80_0000),
            ElementType.Float64 => Find((long*)handle.Pointer, length, 0x7FF0_0000_0000_0000),
            _ => Find((short*)handle.Pointer, length, (short)0x7C00),
        };
    }

    private static long Find<T>(T* elements, long length, T infinity)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (length <= PartLength)
            return FindWithin(elements, 0, length, infinity);
        long first = long.MaxValue;
        Parallel.For(
            0L,
            (length + PartLength - 1) / PartLength,
            part =>
            {
                long start = part * PartLength;
                if (start > Volatile.Read(ref first))
                    return;
                long place = FindWithin(elements, start, Math.Min(length, start + PartLength), infinity);
                if (place >= 0)
                    InterlockedMin(ref first, place);
            }
        );
        return first == long.MaxValue ? -1 : first;
    }

    private static long FindWithin<T>(T* elements, long start, long end, T infinity)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (long at = start; at < end; at += BlockLength)
        {
            var block = new ReadOnlySpan<T>(elements + at, (int)Math.Min(BlockLength, end - at));
            if (HasNaN(block, infinity) && IndexOfNaN(block, infinity) is >= 0 and int place)
                return at + place;
        }
        return -1;
    }

    // Optimized at its first call, which is often the only one: the first look would otherwise take twice as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasNaN<T>(ReadOnlySpan<T> block, T infinity)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(block);
        var magnitude = new Vector<T>(T.MaxValue);
        var greatest = Vector<T>.Zero;
        foreach (var vector in vectors)
            greatest = Vector.Max(greatest, vector & magnitude);
        return Vector.GreaterThanAny(greatest, new Vector<T>(infinity))
            || IndexOfNaN(block[(vectors.Length * Vector<T>.Count)..], infinity) >= 0;
    }

    private static int IndexOfNaN<T>(ReadOnlySpan<T> block, T infinity)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int i = 0; i < block.Length; i++)
            if ((block[i] & T.MaxValue) > infinity)
                return i;
        return -1;
    }

    private static void InterlockedMin(ref long target, long value)
    {
        long seen = Volatile.Read(ref target);
        while (value < seen)
        {
            long before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
