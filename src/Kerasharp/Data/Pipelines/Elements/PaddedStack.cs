using System.Numerics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Puts arrays of one rank together, each filled up to the longest in every dimension.</summary>
internal static unsafe class PaddedStack
{
    /// <summary>The arrays in one, the elements first in each dimension and the padding behind.</summary>
    public static ArrayData Of(TensorData[] rows, double padding)
    {
        var lengths = rows[0].Shape.ToArray();
        foreach (var row in rows)
            for (int i = 1; i < lengths.Length; i++)
                lengths[i] = Math.Max(lengths[i], row.Shape[i].Value);
        lengths[0] = rows.Length;
        var result = ArrayData.New(rows[0].ElementType, Shape.Of(lengths));
        Fill(result, padding);
        using var to = result.Pin();
        long bytes = result.RowBytes;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].RowBytes == 0)
                continue;
            using var from = rows[i].Pin();
            Copy(
                (byte*)from.Pointer,
                rows[i].Shape,
                (byte*)to.Pointer + i * bytes,
                lengths,
                1,
                result.ElementType.Size()
            );
        }
        return result;
    }

    /// <summary>Copies the dimensions from one on; the last one is a stretch in both.</summary>
    private static void Copy(byte* from, Shape shape, byte* to, long[] lengths, int axis, int size)
    {
        if (axis >= lengths.Length - 1)
        {
            long bytes = (axis < lengths.Length ? shape[axis].Value : 1) * size;
            Buffer.MemoryCopy(from, to, bytes, bytes);
            return;
        }
        long step = size;
        long stride = size;
        for (int i = axis + 1; i < lengths.Length; i++)
        {
            step *= shape[i].Value;
            stride *= lengths[i];
        }
        for (long i = 0; i < shape[axis].Value; i++)
            Copy(from + i * step, shape, to + i * stride, lengths, axis + 1, size);
    }

    private static void Fill(ArrayData array, double value)
    {
        switch (array.ElementType)
        {
            case ElementType.Float32:
                Fill<float>(array, value);
                break;
            case ElementType.Float64:
                Fill<double>(array, value);
                break;
            case ElementType.Float16:
                Fill<Half>(array, value);
                break;
            case ElementType.Int8:
                Fill<sbyte>(array, value);
                break;
            case ElementType.Int16:
                Fill<short>(array, value);
                break;
            case ElementType.UInt16:
                Fill<ushort>(array, value);
                break;
            case ElementType.Int32:
                Fill<int>(array, value);
                break;
            case ElementType.UInt32:
                Fill<uint>(array, value);
                break;
            case ElementType.Int64:
                Fill<long>(array, value);
                break;
            case ElementType.UInt64:
                Fill<ulong>(array, value);
                break;
            default:
                Fill<byte>(array, value);
                break;
        }
    }

    private static void Fill<T>(ArrayData array, double value)
        where T : unmanaged, INumberBase<T>
    {
        using var memory = array.Pin();
        new Span<T>(memory.Pointer, checked((int)(array.Count * array.RowLength))).Fill(T.CreateSaturating(value));
    }
}
