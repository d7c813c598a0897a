using System.Buffers;
using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>
/// An array of examples as a model takes it: inputs, targets or sample weights. Tensors, .NET arrays and MathNet matrices and vectors
/// convert to it; what lies contiguous in memory is used where it is, so changing the array changes what the model sees.
/// </summary>
/// <example><code>TensorData x = new float[,] { { 1, 2 }, { 3, 4 } };   // two examples of two numbers</code></example>
public abstract partial class TensorData
{
    private protected TensorData(ElementType type, Shape shape)
    {
        if (shape.Rank == 0)
            throw new ArgumentException(
                "A single number came, of shape (); an array of examples was expected, its first dimension being their number. Put it in an array."
            );
        ElementType = type;
        Shape = shape;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The dimensions, all known; the first is the number of examples.</summary>
    public Shape Shape { get; }

    /// <summary>The number of examples.</summary>
    public long Count => Shape[0].Value;

    /// <summary>The number of elements of one example.</summary>
    internal long RowLength
    {
        get
        {
            long length = 1;
            for (int i = 1; i < Shape.Rank; i++)
                length = checked(length * Shape[i].Value);
            return length;
        }
    }

    /// <summary>The size of one example in bytes.</summary>
    internal long RowBytes => RowLength * ElementType.Size();

    /// <summary>
    /// The elements in C order, held in their place until the handle is disposed. Of an array without elements the pointer means
    /// nothing.
    /// </summary>
    internal abstract MemoryHandle Pin();

    /// <summary>Some of the examples, in their place.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    internal TensorData Rows(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Count);
        return start == 0 && count == Count ? this : new RowRange(this, start, count);
    }

    /// <summary>Element type and shape.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ElementType} {Shape}");
}
