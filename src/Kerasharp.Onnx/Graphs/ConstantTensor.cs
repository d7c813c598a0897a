using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Graphs;

/// <summary>A tensor whose elements are known: an initializer or an attribute of a graph. Elements lie in C order, little-endian.</summary>
public sealed class ConstantTensor
{
    private readonly byte[] _bytes;

    /// <summary>A tensor over its raw bytes.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not fit the shape.</exception>
    public ConstantTensor(ElementType type, ReadOnlySpan<long> dims, byte[] bytes)
    {
        Type = type;
        Shape = Shape.Of(dims);
        long expected = checked(Shape.ElementCount * type.Size());
        if (bytes.Length != expected)
        {
            throw new ArgumentException(
                $"{bytes.Length} bytes came for a tensor {Shape} of {type}, which takes {expected}. Give one element for each place."
            );
        }
        _bytes = bytes;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions, all known.</summary>
    public Shape Shape { get; }

    /// <summary>The raw bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The raw bytes, to be kept without a copy.</summary>
    internal ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>The number of elements.</summary>
    public int Count => Type.Size() == 0 ? 0 : _bytes.Length / Type.Size();

    /// <summary>A tensor of the given elements.</summary>
    public static ConstantTensor Of<T>(ReadOnlySpan<T> elements, params ReadOnlySpan<long> dims)
        where T : unmanaged => new(ElementTypes.Of<T>(), dims, MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>A vector of the given elements.</summary>
    public static ConstantTensor Vector<T>(params ReadOnlySpan<T> elements)
        where T : unmanaged => Of(elements, elements.Length);

    /// <summary>One number of a given type.</summary>
    public static ConstantTensor Scalar(double value, ElementType type) => Filled(value, type, []);

    /// <summary>A tensor that holds the same number everywhere.</summary>
    public static ConstantTensor Filled(double value, ElementType type, ReadOnlySpan<long> dims)
    {
        int size = type.Size();
        var bytes = new byte[checked(Shape.Of(dims).ElementCount * size)];
        Span<byte> element = stackalloc byte[size];
        WriteNumber(value, type, element);
        for (int i = 0; i < bytes.Length; i += size)
            element.CopyTo(bytes.AsSpan(i));
        return new ConstantTensor(type, dims, bytes);
    }

    /// <summary>A tensor of numbers as elements of a given type.</summary>
    internal static ConstantTensor From(ReadOnlySpan<double> numbers, ElementType type, ReadOnlySpan<long> dims)
    {
        int size = type.Size();
        var bytes = new byte[checked(numbers.Length * size)];
        for (int i = 0; i < numbers.Length; i++)
            WriteNumber(numbers[i], type, bytes.AsSpan(i * size, size));
        return new ConstantTensor(type, dims, bytes);
    }

    /// <summary>The elements as they lie.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged =>
        ElementTypes.Of<T>() == Type
            ? MemoryMarshal.Cast<byte, T>(_bytes)
            : throw new InvalidOperationException($"The tensor's elements are {Type}, {typeof(T).Name} was asked for.");

    /// <summary>The elements as integers, whatever integer type they have.</summary>
    public long[] ToInt64s() => Convert(element => (long)element);

    /// <summary>The elements as floating-point numbers, whatever number type they have.</summary>
    public double[] ToDoubles() => Convert(element => element);

    /// <summary>Whether every element equals the number.</summary>
    public bool IsAll(double value) => Count > 0 && Array.TrueForAll(ToDoubles(), e => e == value);

    /// <summary>The same bytes under another shape.</summary>
    public ConstantTensor Reshaped(ReadOnlySpan<long> dims) => new(Type, dims, _bytes);

    private T[] Convert<T>(Func<double, T> convert)
    {
        var result = new T[Count];
        int size = Type.Size();
        for (int i = 0; i < result.Length; i++)
        {
            // Every integer type but the two 64-bit ones is exact in a double; those are read on their own.
            if (Type == ElementType.Int64 && typeof(T) == typeof(long))
                result[i] = (T)(object)As<long>()[i];
            else
                result[i] = convert(ReadNumber(Type, _bytes.AsSpan(i * size, size)));
        }
        return result;
    }

    private static double ReadNumber(ElementType type, ReadOnlySpan<byte> e) =>
        type switch
        {
            ElementType.Float32 => MemoryMarshal.Read<float>(e),
            ElementType.Float64 => MemoryMarshal.Read<double>(e),
            ElementType.Float16 => (double)MemoryMarshal.Read<Half>(e),
            ElementType.BFloat16 => BitConverter.Int32BitsToSingle(MemoryMarshal.Read<ushort>(e) << 16),
            ElementType.Int64 => MemoryMarshal.Read<long>(e),
            ElementType.Int32 => MemoryMarshal.Read<int>(e),
            ElementType.Int16 => MemoryMarshal.Read<short>(e),
            ElementType.Int8 => (sbyte)e[0],
            ElementType.UInt64 => MemoryMarshal.Read<ulong>(e),
            ElementType.UInt32 => MemoryMarshal.Read<uint>(e),
            ElementType.UInt16 => MemoryMarshal.Read<ushort>(e),
            ElementType.UInt8 or ElementType.Bool => e[0],
            _ => throw new NotSupportedException($"Elements of type {type} are not numbers."),
        };

    private static void WriteNumber(double value, ElementType type, Span<byte> e)
    {
        switch (type)
        {
            case ElementType.Float32:
                MemoryMarshal.Write(e, (float)value);
                break;
            case ElementType.Float64:
                MemoryMarshal.Write(e, value);
                break;
            case ElementType.Float16:
                MemoryMarshal.Write(e, (Half)value);
                break;
            case ElementType.BFloat16:
                MemoryMarshal.Write(e, ToBFloat16((float)value));
                break;
            case ElementType.Int64:
                MemoryMarshal.Write(e, (long)value);
                break;
            case ElementType.UInt64:
                MemoryMarshal.Write(e, (ulong)value);
                break;
            case ElementType.Int32:
                MemoryMarshal.Write(e, (int)value);
                break;
            case ElementType.UInt32:
                MemoryMarshal.Write(e, (uint)value);
                break;
            case ElementType.Int16:
                MemoryMarshal.Write(e, (short)value);
                break;
            case ElementType.UInt16:
                MemoryMarshal.Write(e, (ushort)value);
                break;
            case ElementType.Int8:
                e[0] = (byte)(sbyte)value;
                break;
            case ElementType.UInt8:
                e[0] = (byte)value;
                break;
            case ElementType.Bool:
                e[0] = value != 0 ? (byte)1 : (byte)0;
                break;
            default:
                throw new NotSupportedException($"A number cannot be written as an element of type {type}.");
        }
    }

    /// <summary>The bits of the nearest number of 16 bits with float32's exponent; of two equally near ones the even one.</summary>
    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // What rounds up may carry into the exponent, up to infinity, which is right; a NaN must stay one.
        return float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
