namespace Kerasharp.Onnx.Graphs;

/// <summary>Facts about element types: their size, their .NET type, whether gradients flow through them.</summary>
public static class ElementTypes
{
    /// <summary>The element type of the .NET type <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">ONNX has no tensor of this type.</exception>
    public static ElementType Of<T>() => Of(typeof(T));

    /// <summary>The element type of a .NET type.</summary>
    /// <exception cref="NotSupportedException">ONNX has no tensor of this type.</exception>
    public static ElementType Of(Type type) =>
        type == typeof(float) ? ElementType.Float32
        : type == typeof(double) ? ElementType.Float64
        : type == typeof(int) ? ElementType.Int32
        : type == typeof(long) ? ElementType.Int64
        : type == typeof(byte) ? ElementType.UInt8
        : type == typeof(sbyte) ? ElementType.Int8
        : type == typeof(short) ? ElementType.Int16
        : type == typeof(ushort) ? ElementType.UInt16
        : type == typeof(uint) ? ElementType.UInt32
        : type == typeof(ulong) ? ElementType.UInt64
        : type == typeof(bool) ? ElementType.Bool
        : type == typeof(Half) ? ElementType.Float16
        : throw new NotSupportedException(
            $"A tensor of {type} came; ONNX has tensors of float, double, Half, bool and the integers. Convert the elements first."
        );

    /// <summary>The .NET type of an element; null for strings and types that .NET does not have.</summary>
    public static Type? ToClr(ElementType type) =>
        type switch
        {
            ElementType.Float32 => typeof(float),
            ElementType.Float64 => typeof(double),
            ElementType.Float16 => typeof(Half),
            ElementType.Bool => typeof(bool),
            ElementType.Int8 => typeof(sbyte),
            ElementType.Int16 => typeof(short),
            ElementType.Int32 => typeof(int),
            ElementType.Int64 => typeof(long),
            ElementType.UInt8 => typeof(byte),
            ElementType.UInt16 => typeof(ushort),
            ElementType.UInt32 => typeof(uint),
            ElementType.UInt64 => typeof(ulong),
            _ => null,
        };

    /// <summary>The size of one element in bytes; 0 for strings and unknown types.</summary>
    public static int Size(this ElementType type) =>
        type switch
        {
            ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
            ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
            ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
            ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
            _ => 0,
        };

    /// <summary>Whether the elements are floating-point numbers, through which gradients flow.</summary>
    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16;
}
