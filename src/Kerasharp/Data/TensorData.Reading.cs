using System.Numerics;
using System.Numerics.Tensors;

namespace Kerasharp.Data;

public abstract partial class TensorData
{
    /// <summary>A copy of the elements as a tensor of any type of number, of <see cref="Shape"/>.</summary>
    /// <typeparam name="T">The type to convert the elements to; numbers that it cannot hold are cut off as in a C# conversion.</typeparam>
    /// <example><code>Tensor&lt;float&gt; x = batch.X[0].ToTensor&lt;float&gt;();</code></example>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, INumberBase<T> =>
        Tensor.Create(ToArray<T>(), Array.ConvertAll(Shape.ToArray(), d => (nint)d));

    /// <summary>A copy of the elements in C order.</summary>
    /// <typeparam name="T">The type to convert the elements to.</typeparam>
    public T[] ToArray<T>()
        where T : unmanaged, INumberBase<T>
    {
        var elements = GC.AllocateUninitializedArray<T>(checked((int)(Count * RowLength)));
        if (elements.Length == 0)
            return elements;
        using var reader = new ElementReader(this);
        reader.Read<T>(0, elements);
        return elements;
    }
}
