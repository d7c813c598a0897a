using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Reads element types and dimensions from native descriptions, and writes them as tuples.</summary>
internal static unsafe class TensorShape
{
    /// <summary>The element type and the dimensions; -1 stands for one that is not a number.</summary>
    public static (ElementType Type, long[] Dims) Read(nint tensorInfo)
    {
        int type = 0;
        OrtApi.Call(OrtSlot.GetTensorElementType, tensorInfo, (nint)(&type));
        long[] dims = new long[OrtApi.Get(OrtSlot.GetDimensionsCount, tensorInfo)];
        fixed (long* pointer = dims)
            OrtApi.Call(OrtSlot.GetDimensions, tensorInfo, (nint)pointer, dims.Length);
        return ((ElementType)type, dims);
    }

    /// <summary>The names of symbolic dimensions, empty where there is none.</summary>
    public static string[] ReadSymbols(nint tensorInfo, int rank)
    {
        nint[] names = new nint[rank];
        fixed (nint* pointer = names)
            OrtApi.Call(OrtSlot.GetSymbolicDimensions, tensorInfo, (nint)pointer, rank);
        return [.. names.Select(static name => OrtApi.Text((byte*)name))];
    }

    /// <summary>A shape as a tuple, such as (None, 28, 28) or (7,).</summary>
    public static string Text(ReadOnlySpan<long> dims, ReadOnlySpan<string> symbols = default)
    {
        string[] parts = new string[dims.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] =
                dims[i] >= 0 ? dims[i].ToString(CultureInfo.InvariantCulture)
                : i < symbols.Length && symbols[i].Length > 0 ? symbols[i]
                : "None";
        return parts.Length == 1 ? $"({parts[0]},)" : $"({string.Join(", ", parts)})";
    }

    /// <summary>The number of elements of a shape.</summary>
    /// <exception cref="ArgumentException">A dimension is negative.</exception>
    public static long Count(ReadOnlySpan<long> dims)
    {
        long count = 1;
        foreach (long dim in dims)
            count =
                dim >= 0
                    ? checked(count * dim)
                    : throw new ArgumentException(
                        $"The shape {Text(dims)} came for a tensor; numbers of at least 0 were expected. Put numbers in the place of unknown dimensions."
                    );
        return count;
    }
}
