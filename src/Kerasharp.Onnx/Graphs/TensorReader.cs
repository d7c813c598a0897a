using System.Globalization;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Graphs;

/// <summary>Reads types and tensors of a file. Nothing that a file merely claims is believed: only what its bytes hold takes memory.</summary>
internal static class TensorReader
{
    /// <summary>The type of a graph's input.</summary>
    /// <exception cref="GraphException">It is no tensor of a known rank and of elements that graphs hold.</exception>
    public static TensorType ToType(ValueInfoProto proto)
    {
        if (proto.Type?.TensorType is not { } tensor || tensor.Shape is null)
            throw new GraphException(
                $"The input '{proto.Name}' is no tensor of known rank; only those are supported. Export it with a shape."
            );
        var type = (ElementType)tensor.ElemType;
        if (type.Size() == 0)
            throw new GraphException(
                $"The input '{proto.Name}' has elements of type {type}; numbers and truth values are supported. Export it with another type."
            );
        if (tensor.Shape.Dim.Count > Shape.MostDimensions)
            throw new GraphException(
                $"The input '{proto.Name}' has {tensor.Shape.Dim.Count} dimensions; at most {Shape.MostDimensions} are supported. Export it with fewer."
            );
        var dims = tensor.Shape.Dim.Select(d =>
            d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue >= 0
                ? new Dim(d.DimValue)
            : d.DimParam.Length > 0 ? Dim.Symbolic(d.DimParam)
            : Dim.Unknown
        );
        return new TensorType(type, new Shape(dims.ToArray()));
    }

    /// <summary>A tensor with its elements.</summary>
    /// <exception cref="GraphException">Its elements are not all there, or more, or of a type that graphs do not hold.</exception>
    public static ConstantTensor ToTensor(TensorProto proto)
    {
        var type = (ElementType)proto.DataType;
        if (type.Size() == 0)
            throw Unreadable(proto, $"it has elements of type {type}; numbers and truth values are supported");
        if (proto.Dims.Count > Shape.MostDimensions)
            throw Unreadable(
                proto,
                $"it has {proto.Dims.Count} dimensions; at most {Shape.MostDimensions} are supported"
            );
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            throw Unreadable(proto, "its data lie in another file, which is not supported");
        if (proto.Dims.Any(d => d < 0))
            throw Unreadable(proto, "a dimension is negative");
        byte[] bytes = proto.RawData.Length > 0 ? proto.RawData.ToByteArray() : Fields(proto, type);
        // Exact as far as there can be bytes; beyond, any number is too large.
        double count = proto.Dims.Contains(0) ? 0 : proto.Dims.Aggregate(1.0, (product, d) => product * d);
        if (bytes.Length != count * type.Size())
            throw Unreadable(
                proto,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it holds {(double)bytes.Length / type.Size()} elements, {count} were expected"
                )
            );
        return new ConstantTensor(type, [.. proto.Dims], bytes);
    }

    private static GraphException Unreadable(TensorProto proto, string why) =>
        new(
            $"The tensor '{proto.Name}' of dimensions [{string.Join(", ", proto.Dims.Take(Shape.MostDimensions))}] cannot be read: {why}. Export the model again."
        );

    /// <summary>The elements that a file keeps in typed fields instead of raw bytes.</summary>
    private static byte[] Fields(TensorProto proto, ElementType type) =>
        type switch
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
            _ => Raw(proto.Int32Data.Select(v => (byte)v)),
        };

    private static byte[] Raw<T>(IEnumerable<T> elements)
        where T : unmanaged => MemoryMarshal.AsBytes(elements.ToArray().AsSpan()).ToArray();
}
