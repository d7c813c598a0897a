using System.Runtime.InteropServices;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>The elements of a tensor that a file keeps in typed fields instead of raw bytes.</summary>
internal static class TensorFields
{
    /// <summary>The elements as raw bytes.</summary>
    /// <exception cref="NotSupportedException">The fields hold another number of elements than the shape has.</exception>
    public static byte[] ToBytes(TensorProto proto, ElementType type, long count)
    {
        var bytes = type switch
        {
            ElementType.Float32 => Raw(proto.FloatData),
            ElementType.Float64 => Raw(proto.DoubleData),
            ElementType.Int64 => Raw(proto.Int64Data),
            ElementType.UInt64 => Raw(proto.Uint64Data),
            ElementType.UInt32 => Raw(proto.Uint64Data.Select(v => (uint)v)),
            ElementType.Int32 => Raw(proto.Int32Data),
            ElementType.Int16 => Raw(proto.Int32Data.Select(v => (short)v)),
            ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => Raw(
                proto.Int32Data.Select(v => (ushort)v)
            ),
            ElementType.Int8 => Raw(proto.Int32Data.Select(v => (sbyte)v)),
            ElementType.UInt8 or ElementType.Bool => Raw(proto.Int32Data.Select(v => (byte)v)),
            _ => throw new NotSupportedException($"elements of type {type} are not supported"),
        };
        return bytes.LongLength == count * type.Size()
            ? bytes
            : throw new NotSupportedException(
                $"it holds {bytes.LongLength / type.Size()} elements, {count} were expected"
            );
    }

    private static byte[] Raw<T>(IEnumerable<T> elements)
        where T : unmanaged => MemoryMarshal.AsBytes(elements.ToArray().AsSpan()).ToArray();
}
