using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>
/// An array or a number of one example. Numbers, .NET arrays and tensors convert to it; arrays are used in their place.
/// </summary>
/// <example><code>
/// SampleData image = new float[28, 28, 1];
/// SampleData label = 7;
/// int back = label.ToScalar&lt;int&gt;();
/// </code></example>
public sealed partial class SampleData
{
    /// <summary>An example as an array of one example.</summary>
    internal SampleData(TensorData row)
    {
        Row = row;
        Shape = new Shape(row.Shape.ToDims().AsSpan(1));
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Row.ElementType;

    /// <summary>The dimensions; <c>()</c> for a number.</summary>
    public Shape Shape { get; }

    /// <summary>The same elements, with a first dimension of 1.</summary>
    internal TensorData Row { get; }

    /// <summary>A copy of the elements as a tensor of any type of number, of <see cref="Shape"/>.</summary>
    /// <typeparam name="T">The type to convert the elements to.</typeparam>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, INumberBase<T> =>
        Tensor.Create(ToArray<T>(), Array.ConvertAll(Shape.ToArray(), d => (nint)d));

    /// <summary>A copy of the elements in C order.</summary>
    /// <typeparam name="T">The type to convert the elements to.</typeparam>
    public T[] ToArray<T>()
        where T : unmanaged, INumberBase<T> => Row.ToArray<T>();

    /// <summary>The number, where there is one only.</summary>
    /// <typeparam name="T">The type to convert it to.</typeparam>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public T ToScalar<T>()
        where T : unmanaged, INumberBase<T> =>
        Row.RowLength == 1
            ? ToArray<T>()[0]
            : throw new InvalidOperationException(
                $"A single number was asked for of an array of shape {Shape}; one of a single element was expected. Call ToTensor or ToArray."
            );

    /// <summary>Element type and shape.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ElementType} {Shape}");

    private static SampleData Number<T>(T value)
        where T : unmanaged => new(ArrayData.Flat(new[] { value }, 1));

    private static SampleData OfArray<T>(Array array)
        where T : unmanaged => new(ArrayData.RowOf<T>(array));

    private static SampleData Of<T>(Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(DenseTensorData<T>.RowOf(tensor));
    }
}
