using System.Numerics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Keras's <c>class_weight</c>: every example weighs as much as its class; a class that is not named weighs 1.</summary>
internal static unsafe class ClassWeights
{
    /// <summary>A weight for each example.</summary>
    /// <param name="name">What the targets are called in messages.</param>
    /// <param name="y">Labels, of shape (n) or (n, 1), or one row of the classes' shares for each example, of which the greatest counts.</param>
    /// <param name="weights">The weights by class.</param>
    /// <exception cref="ArgumentException">The targets have another shape, a label is no whole number, or a weight is no number from 0 on.</exception>
    public static float[] For(string name, TensorData y, IReadOnlyDictionary<int, double> weights)
    {
        if (y.Shape.Rank > 2 || y.RowLength == 0)
        {
            throw new ArgumentException(
                $"Class weights came with {name} of shape {y.Shape}; they need one class for each example: labels (n,) or (n, 1), or one-hot rows (n, classes). "
                    + "Give sample weights instead."
            );
        }
        foreach (var (label, weight) in weights)
        {
            if (label < 0 || !double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The class weight {weight} came for class {label}; classes and weights are expected to be 0 or more. Mend that entry."
                    )
                );
            }
        }
        using var handle = y.Pin();
        return y.ElementType switch
        {
            ElementType.Int32 => Look((int*)handle.Pointer, y, weights),
            ElementType.Int64 => Look((long*)handle.Pointer, y, weights),
            ElementType.UInt8 => Look((byte*)handle.Pointer, y, weights),
            ElementType.Int8 => Look((sbyte*)handle.Pointer, y, weights),
            ElementType.Int16 => Look((short*)handle.Pointer, y, weights),
            ElementType.UInt16 => Look((ushort*)handle.Pointer, y, weights),
            ElementType.UInt32 => Look((uint*)handle.Pointer, y, weights),
            ElementType.UInt64 => Look((ulong*)handle.Pointer, y, weights),
            ElementType.Float32 => Look((float*)handle.Pointer, y, weights),
            ElementType.Float64 => Look((double*)handle.Pointer, y, weights),
            ElementType.Float16 => Look((Half*)handle.Pointer, y, weights),
            _ => Look((byte*)handle.Pointer, y, weights),
        };
    }

    private static float[] Look<T>(T* y, TensorData shape, IReadOnlyDictionary<int, double> weights)
        where T : unmanaged, INumber<T>
    {
        var result = new float[shape.Count];
        long width = shape.RowLength;
        for (long i = 0; i < result.Length; i++)
        {
            T* row = y + i * width;
            // As Keras does, a label that is no whole number is cut down to one.
            int label = width == 1 ? int.CreateSaturating(row[0]) : FirstGreatest(row, width);
            result[i] = weights.TryGetValue(label, out double weight) ? (float)weight : 1;
        }
        return result;
    }

    private static int FirstGreatest<T>(T* row, long width)
        where T : unmanaged, INumber<T>
    {
        int greatest = 0;
        for (int k = 1; k < width; k++)
            if (row[k] > row[greatest])
                greatest = k;
        return greatest;
    }
}
