using System.Numerics;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Reads the elements of an array of any type as numbers of one type, a stretch at a time, without copying the array.</summary>
internal sealed unsafe class ElementReader : IDisposable
{
    private readonly TensorData _data;
    private System.Buffers.MemoryHandle _handle;

    public ElementReader(TensorData data)
    {
        _data = data;
        _handle = data.Pin();
    }

    /// <summary>Elements in C order, from a place on, as many as there is room for.</summary>
    public void Read<T>(long start, Span<T> to)
        where T : unmanaged, INumberBase<T>
    {
        switch (_data.ElementType)
        {
            case ElementType.Float32:
                Convert<float, T>(start, to);
                break;
            case ElementType.Float64:
                Convert<double, T>(start, to);
                break;
            case ElementType.Float16:
                Convert<Half, T>(start, to);
                break;
            case ElementType.Bool or ElementType.UInt8:
                Convert<byte, T>(start, to);
                break;
            case ElementType.Int8:
                Convert<sbyte, T>(start, to);
                break;
            case ElementType.Int16:
                Convert<short, T>(start, to);
                break;
            case ElementType.UInt16:
                Convert<ushort, T>(start, to);
                break;
            case ElementType.Int32:
                Convert<int, T>(start, to);
                break;
            case ElementType.UInt32:
                Convert<uint, T>(start, to);
                break;
            case ElementType.Int64:
                Convert<long, T>(start, to);
                break;
            case ElementType.UInt64:
                Convert<ulong, T>(start, to);
                break;
            default:
                throw new NotSupportedException(
                    $"Data of {_data.ElementType} came; numbers were expected. Convert them first."
                );
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Convert<TFrom, T>(long start, Span<T> to)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T>
    {
        var from = new ReadOnlySpan<TFrom>((TFrom*)_handle.Pointer + start, to.Length);
        if (typeof(T) == typeof(TFrom))
        {
            MemoryMarshal.Cast<TFrom, T>(from).CopyTo(to);
            return;
        }
        for (int i = 0; i < from.Length; i++)
            to[i] = T.CreateTruncating(from[i]);
    }
}
