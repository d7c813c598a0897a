using System.Numerics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>What is looked at in a user's arrays before anything runs, so that an error names the array and the place in it.</summary>
internal static unsafe class DataChecks
{
    /// <summary>All arrays must have the same number of examples, at least one.</summary>
    /// <returns>The number of examples.</returns>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static long Examples(
        TensorDataList x,
        TensorDataList? y = null,
        TensorDataList? sampleWeight = null,
        string xName = "x",
        string yName = "y",
        string weightName = "sampleWeight"
    )
    {
        if (x.Count == 0)
            throw new ArgumentException(
                $"No array came as {xName}; at least one was expected. Give the model's inputs."
            );
        long count = x[0].Count;
        var all = Named(xName, x).Concat(Named(yName, y)).Concat(Named(weightName, sampleWeight)).ToArray();
        foreach (var (name, data) in all)
        {
            if (data.Count != count)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{data.Count} examples came in {name} {data.Shape}, but {count} in {all[0].Name} {x[0].Shape}; "
                    )
                        + "every array must have the same number of examples, its first dimension. Cut or complete one of them."
                );
            }
        }
        if (count == 0)
        {
            throw new ArgumentException(
                $"No examples came: {all[0].Name} has the shape {x[0].Shape}; at least one example was expected. Check how the data were loaded or split."
            );
        }
        return count;
    }

    /// <summary>No element may be NaN: one is enough to make every weight NaN.</summary>
    /// <exception cref="ArgumentException">One is; the message says where.</exception>
    public static void NoNaN(string argument, TensorDataList? list)
    {
        foreach (var (name, data) in Named(argument, list))
        {
            if (NaNSearch.Find(data) is >= 0 and long place)
            {
                throw new ArgumentException(
                    $"{name} holds NaN at {Place(data.Shape, place)} of its shape {data.Shape}; numbers were expected. "
                        + "Replace it or leave that example out."
                );
            }
        }
    }

    /// <summary>Every label must be a whole number from 0 to below the number of classes.</summary>
    /// <exception cref="ArgumentException">One is not; the message says which and where.</exception>
    public static void Labels(string name, TensorData labels, long classes)
    {
        var (place, value) =
            FirstOutside(labels, 0, classes - 1)
            ?? throw new ArgumentException(
                $"{name} came as {labels.ElementType}; the numbers of classes were expected. Give integers from 0 on."
            );
        if (place < 0)
            return;
        throw new ArgumentException(
            FormattableString.Invariant(
                $"The label {value} came in {name} at {Place(labels.Shape, place)}; whole numbers from 0 to {classes - 1} were expected, "
            )
                + FormattableString.Invariant(
                    $"for the {classes} classes of the model's output. Number the classes 0, 1, 2, ..., or give the last layer more units."
                )
        );
    }

    /// <summary>What goes into a model's input of integers must be such; a conversion would cut fractions and wrap what is too large.</summary>
    /// <exception cref="ArgumentException">An element is none; the message says which and where.</exception>
    public static void Integers(string name, TensorData data, ElementType type)
    {
        if (data.ElementType == type || Range(type) is not var (low, high))
            return;
        var (place, value) = FirstOutside(data, low, high) ?? (-1, null);
        if (place < 0)
            return;
        throw new ArgumentException(
            FormattableString.Invariant(
                $"The number {value} came in {name} at {Place(data.Shape, place)}; the model's input is of {type}, whole numbers from {low} to {high}. "
            ) + "Round or scale the data, or give the Input another ElementType."
        );
    }

    /// <summary>What chooses among rows must lie from 0 to below their number; of floating-point numbers the fraction is cut.</summary>
    /// <exception cref="ArgumentException">An element does not; the message says which and where.</exception>
    public static void Indices(string name, TensorData data, long rows, string layer)
    {
        var (place, value) = FirstOutside(data, 0, rows - 1, cut: true) ?? (-1, null);
        if (place < 0)
            return;
        throw new ArgumentException(
            FormattableString.Invariant(
                $"The index {value} came in {name} at {Place(data.Shape, place)}; numbers from 0 to {rows - 1} were expected by the layer '{layer}', which has {rows} vectors. "
            ) + "Map what is unknown to an index of its own, or give the layer a larger inputDim."
        );
    }

    /// <summary>The tuple of indices of an element counted in C order.</summary>
    public static string Place(Shape shape, long place)
    {
        var indices = new long[shape.Rank];
        for (int i = indices.Length - 1; i >= 0; i--)
            (place, indices[i]) = Math.DivRem(place, shape[i].Value);
        return Shape.Of(indices).ToString();
    }

    private static IEnumerable<(string Name, TensorData Data)> Named(string argument, TensorDataList? list) =>
        list is null ? [] : list.Select((data, i) => (list.Label(argument, i), data));

    private static (long Low, long High)? Range(ElementType type) =>
        type switch
        {
            ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
            ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            ElementType.Int16 => (short.MinValue, short.MaxValue),
            ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
            ElementType.Int32 => (int.MinValue, int.MaxValue),
            ElementType.UInt64 => (0, long.MaxValue),
            ElementType.Int64 => (long.MinValue, long.MaxValue),
            _ => null,
        };

    /// <summary>The first element that is no whole number in the range (or whose fraction is cut), at place -1 if there is none; null where elements are no numbers.</summary>
    private static (long Place, string? Value)? FirstOutside(TensorData data, long low, long high, bool cut = false)
    {
        using var handle = data.Pin();
        long length = data.Count * data.RowLength;
        return data.ElementType switch
        {
            ElementType.Int32 => FirstOutside((int*)handle.Pointer, length, low, high, cut),
            ElementType.Int64 => FirstOutside((long*)handle.Pointer, length, low, high, cut),
            ElementType.UInt8 => FirstOutside((byte*)handle.Pointer, length, low, high, cut),
            ElementType.Int8 => FirstOutside((sbyte*)handle.Pointer, length, low, high, cut),
            ElementType.Int16 => FirstOutside((short*)handle.Pointer, length, low, high, cut),
            ElementType.UInt16 => FirstOutside((ushort*)handle.Pointer, length, low, high, cut),
            ElementType.UInt32 => FirstOutside((uint*)handle.Pointer, length, low, high, cut),
            ElementType.UInt64 => FirstOutside((ulong*)handle.Pointer, length, low, high, cut),
            ElementType.Float32 => FirstOutside((float*)handle.Pointer, length, low, high, cut),
            ElementType.Float64 => FirstOutside((double*)handle.Pointer, length, low, high, cut),
            ElementType.Float16 => FirstOutside((Half*)handle.Pointer, length, low, high, cut),
            _ => null,
        };
    }

    private static (long Place, string? Value) FirstOutside<T>(T* numbers, long length, long low, long high, bool cut)
        where T : unmanaged, INumber<T>
    {
        for (long i = 0; i < length; i++)
        {
            // Saturating: what no long can hold is too large in any case, and NaN becomes 0, which differs from it.
            long number = long.CreateSaturating(numbers[i]);
            if (number < low || number > high || (!cut && T.CreateSaturating(number) != numbers[i]))
                return (i, numbers[i].ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        }
        return (-1, null);
    }
}
