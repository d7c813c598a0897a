using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Examples in a .NET array of any rank, in its place.</summary>
internal sealed unsafe class ArrayData : TensorData
{
    private readonly Array _array;

    private ArrayData(Array array, ElementType type, Shape shape)
        : base(type, shape) => _array = array;

    /// <summary>Examples in an array whose elements lie in C order, under the array's own shape.</summary>
    public static ArrayData Of<T>(Array array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        var dims = new Dim[array.Rank];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = array.GetLongLength(i);
        return new ArrayData(array, ElementTypes.Of<T>(), new Shape(dims));
    }

    /// <summary>An array as the only example.</summary>
    public static ArrayData RowOf<T>(Array array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        var dims = new Dim[array.Rank + 1];
        dims[0] = 1;
        for (int i = 1; i < dims.Length; i++)
            dims[i] = array.GetLongLength(i - 1);
        return new ArrayData(array, ElementTypes.Of<T>(), new Shape(dims));
    }

    /// <summary>Examples in a flat array, under a shape of their own.</summary>
    public static ArrayData Flat<T>(T[] array, params ReadOnlySpan<long> dims)
        where T : unmanaged => new(array, ElementTypes.Of<T>(), Shape.Of(dims));

    /// <summary>New memory for examples, whose elements may be anything until they are written.</summary>
    public static ArrayData New(ElementType type, Shape shape)
    {
        long count = shape.ElementCount;
        if (count > Array.MaxLength)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"An array of shape {shape} was to be made; at most {Array.MaxLength} elements fit into one. Take smaller batches."
                )
            );
        int length = (int)count;
        Array array = type switch
        {
            ElementType.Float32 => GC.AllocateUninitializedArray<float>(length),
            ElementType.Float64 => GC.AllocateUninitializedArray<double>(length),
            ElementType.Float16 => GC.AllocateUninitializedArray<Half>(length),
            ElementType.Int8 => GC.AllocateUninitializedArray<sbyte>(length),
            ElementType.UInt8 => GC.AllocateUninitializedArray<byte>(length),
            ElementType.Int16 => GC.AllocateUninitializedArray<short>(length),
            ElementType.UInt16 => GC.AllocateUninitializedArray<ushort>(length),
            ElementType.Int32 => GC.AllocateUninitializedArray<int>(length),
            ElementType.UInt32 => GC.AllocateUninitializedArray<uint>(length),
            ElementType.Int64 => GC.AllocateUninitializedArray<long>(length),
            ElementType.UInt64 => GC.AllocateUninitializedArray<ulong>(length),
            ElementType.Bool => GC.AllocateUninitializedArray<bool>(length),
            _ => throw new NotSupportedException($"Data of {type} came; numbers were expected. Convert them first."),
        };
        return new ArrayData(array, type, shape);
    }

    /// <summary>Examples in arrays of their own, copied one behind the other.</summary>
    public static ArrayData OfRows<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int length = rows.Length == 0 ? 0 : rows[0]?.Length ?? -1;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is null || rows[i].Length != length)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The row {i} came as {Describe(rows[i])}, the row 0 as {Describe(rows[0])}; "
                    ) + "rows of one length were expected. Pad or cut them to the same length."
                );
            }
        }
        var all = new T[checked(rows.Length * (long)length)];
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(all, i * (long)length);
        return Flat(all, rows.Length, length);

        static string Describe(T[]? row) => row is null ? "null" : FormattableString.Invariant($"{row.Length} numbers");
    }

    internal override MemoryHandle Pin()
    {
        var handle = GCHandle.Alloc(_array, GCHandleType.Pinned);
        return new MemoryHandle(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array)), handle);
    }
}
