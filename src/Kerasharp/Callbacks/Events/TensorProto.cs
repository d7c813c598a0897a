using System.Buffers.Binary;

namespace Kerasharp.Callbacks.Events;

/// <summary>TensorFlow's messages of tensors and their shapes.</summary>
internal static class TensorProto
{
    /// <summary>DT_FLOAT.</summary>
    public const int Float = 1;

    private const int Double = 2;
    private const int String = 7;

    private const int TypeField = 1;
    private const int ShapeField = 2;
    private const int ContentField = 4;
    private const int StringField = 8;

    /// <summary>A number without dimensions.</summary>
    public static ProtoMessage Scalar(float number)
    {
        var content = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(content, number);
        return Of(Float, []).Add(ContentField, content);
    }

    /// <summary>Numbers of double precision.</summary>
    public static ProtoMessage Doubles(ReadOnlySpan<double> numbers, params long[] shape)
    {
        var content = new byte[numbers.Length * sizeof(double)];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * sizeof(double)), numbers[i]);
        return Of(Double, shape).Add(ContentField, content);
    }

    /// <summary>Strings of bytes.</summary>
    public static ProtoMessage Strings(IReadOnlyList<byte[]> strings, params long[] shape)
    {
        var tensor = Of(String, shape);
        foreach (var bytes in strings)
            tensor.Add(StringField, bytes);
        return tensor;
    }

    /// <summary>A shape; -1 stands for a size that is not known.</summary>
    public static ProtoMessage Shape(ReadOnlySpan<long> dims)
    {
        var shape = new ProtoMessage();
        foreach (long dim in dims)
            shape.Add(2, new ProtoMessage().Add(1, dim));
        return shape;
    }

    private static ProtoMessage Of(int type, long[] shape) =>
        new ProtoMessage().Add(TypeField, (long)type).Add(ShapeField, Shape(shape));
}
