using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Data;

/// <summary>Copies chosen examples of a pinned array into the memory of a batch.</summary>
internal static unsafe class BatchGather
{
    private const long CacheLine = 64;
    private const long MostAhead = 4096;

    /// <summary>Copies rows, one behind the other.</summary>
    /// <param name="source">The first row of the array.</param>
    /// <param name="rowBytes">The size of a row in bytes.</param>
    /// <param name="rows">Which rows, in order; each must be one of the array's.</param>
    /// <param name="destination">Where they go.</param>
    public static void Copy(void* source, long rowBytes, ReadOnlySpan<int> rows, void* destination)
    {
        var from = (byte*)source;
        var to = (byte*)destination;
        // Rows of the sizes that labels and small tables have take one move each; a call for every one would cost more than the move.
        switch (rowBytes)
        {
            case 1:
                CopyElements(from, rows, to);
                break;
            case 2:
                CopyElements((short*)from, rows, (short*)to);
                break;
            case 4:
                CopyElements((int*)from, rows, (int*)to);
                break;
            case 8:
                CopyElements((long*)from, rows, (long*)to);
                break;
            case 16:
                CopyElements((Block16*)from, rows, (Block16*)to);
                break;
            case 32:
                CopyElements((Block32*)from, rows, (Block32*)to);
                break;
            case 64:
                CopyElements((Block64*)from, rows, (Block64*)to);
                break;
            default:
                for (int i = 0; i < rows.Length; i++, to += rowBytes)
                {
                    if (i + 1 < rows.Length)
                        Fetch(from + rows[i + 1] * rowBytes, rowBytes);
                    Buffer.MemoryCopy(from + rows[i] * rowBytes, to, rowBytes, rowBytes);
                }
                break;
        }
    }

    /// <summary>Asks for a row ahead: rows lie anywhere, and processors fetch by themselves only what follows.</summary>
    private static void Fetch(byte* row, long bytes)
    {
        if (!Sse.IsSupported)
            return;
        for (long at = 0; at < Math.Min(bytes, MostAhead); at += CacheLine)
            Sse.Prefetch0(row + at);
    }

    private static void CopyElements<T>(T* from, ReadOnlySpan<int> rows, T* to)
        where T : unmanaged
    {
        for (int i = 0; i < rows.Length; i++)
            Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<T>(from + rows[i]));
    }

    [InlineArray(2)]
    private struct Block16
    {
        private long _first;
    }

    [InlineArray(4)]
    private struct Block32
    {
        private long _first;
    }

    [InlineArray(8)]
    private struct Block64
    {
        private long _first;
    }
}
