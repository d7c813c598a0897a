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

    /// <summary>Examples in a flat array, under a shape of their own.</summary>
    public static ArrayData Flat<T>(T[] array, params ReadOnlySpan<long> dims)
        where T : unmanaged => new(array, ElementTypes.Of<T>(), Shape.Of(dims));

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
