using System.Numerics;
using System.Numerics.Tensors;

namespace Kerasharp.Data;

public abstract partial class TensorData
{
    /// <summary>The elements as numbers of a type, copied.</summary>
    /// <typeparam name="T">The type, which should hold the elements: a fraction or what is too great is cut off.</typeparam>
    /// <returns>A tensor of the same shape.</returns>
    /// <remarks>NumPy: <c>array.astype(dtype)</c>.</remarks>
    /// <example><code>Tensor&lt;long&gt; places = lookup.Apply(["cat", "dog"]).ToTensor&lt;long&gt;();</code></example>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, INumberBase<T>
    {
        var elements = new T[checked(Count * RowLength)];
        using (var reader = new ElementReader(this))
            reader.Read(0, elements.AsSpan());
        return Tensor.Create(elements, Array.ConvertAll(Shape.ToArray(), d => (nint)d));
    }
}
