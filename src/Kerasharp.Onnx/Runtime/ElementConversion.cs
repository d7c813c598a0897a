using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>The same numbers as elements of another type, on the host: for devices that lack a type.</summary>
internal static class ElementConversion
{
    /// <summary>Writes numbers of one type as numbers of another.</summary>
    /// <param name="source">The elements, as bytes.</param>
    /// <param name="from">Their type.</param>
    /// <param name="target">Where to write as many, as bytes.</param>
    /// <param name="to">Their type there.</param>
    /// <exception cref="OverflowException">An integer does not fit.</exception>
    public static void Convert(ReadOnlySpan<byte> source, ElementType from, Span<byte> target, ElementType to)
    {
        if (from == to)
        {
            source.CopyTo(target);
            return;
        }
        switch (from)
        {
            case ElementType.Float32:
                To<float>(source, target, to);
                break;
            case ElementType.Float64:
                To<double>(source, target, to);
                break;
            case ElementType.Float16:
                To<Half>(source, target, to);
                break;
            case ElementType.Int64:
                To<long>(source, target, to);
                break;
            case ElementType.Int32:
                To<int>(source, target, to);
                break;
            case ElementType.Int16:
                To<short>(source, target, to);
                break;
            case ElementType.Int8:
                To<sbyte>(source, target, to);
                break;
            case ElementType.UInt64:
                To<ulong>(source, target, to);
                break;
            case ElementType.UInt32:
                To<uint>(source, target, to);
                break;
            case ElementType.UInt16:
                To<ushort>(source, target, to);
                break;
            case ElementType.UInt8 or ElementType.Bool:
                To<byte>(source, target, to);
                break;
            default:
                throw new NotSupportedException(
                    $"Elements of type {from} came to be converted to {to}. Cast them first."
                );
        }
    }

    private static void To<TFrom>(ReadOnlySpan<byte> source, Span<byte> target, ElementType to)
        where TFrom : unmanaged, INumberBase<TFrom>
    {
        var elements = MemoryMarshal.Cast<byte, TFrom>(source);
        switch (to)
        {
            case ElementType.Float32:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, float>(target));
                break;
            case ElementType.Float64:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, double>(target));
                break;
            case ElementType.Float16:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, Half>(target));
                break;
            case ElementType.Int64:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, long>(target));
                break;
            case ElementType.Int32:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, int>(target));
                break;
            case ElementType.Int16:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, short>(target));
                break;
            case ElementType.Int8:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, sbyte>(target));
                break;
            case ElementType.UInt64:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, ulong>(target));
                break;
            case ElementType.UInt32:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, uint>(target));
                break;
            case ElementType.UInt16:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, ushort>(target));
                break;
            case ElementType.UInt8 or ElementType.Bool:
                TensorPrimitives.ConvertChecked(elements, MemoryMarshal.Cast<byte, byte>(target));
                break;
            default:
                throw new NotSupportedException($"Elements came to be converted to {to}. Cast them first.");
        }
    }
}
