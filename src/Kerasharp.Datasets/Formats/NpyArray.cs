using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kerasharp.Datasets;

/// <summary>An array of numbers as a <c>.npy</c> file holds it: its elements in C order, their type and the dimensions.</summary>
/// <param name="ElementType">The .NET type of the elements: float, double, Half, bool or an integer.</param>
/// <param name="Lengths">The dimensions; none for a single number.</param>
/// <param name="Bytes">The elements in C order, little-endian.</param>
public sealed record NpyArray(Type ElementType, long[] Lengths, byte[] Bytes)
{
    /// <summary>The elements as a tensor.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the elements' type.</exception>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged
    {
        if (typeof(T) != ElementType)
            throw new InvalidOperationException(
                $"The array's elements are {ElementType.Name}, {typeof(T).Name} was asked for. Ask for {ElementType.Name} and convert."
            );
        nint[] lengths = Array.ConvertAll(Lengths, l => checked((nint)l));
        return Tensor.Create(MemoryMarshal.Cast<byte, T>(Bytes).ToArray(), lengths);
    }

    /// <summary>An array of a tensor's elements.</summary>
    public static NpyArray From<T>(in ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged
    {
        var elements = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(elements);
        var lengths = new long[tensor.Rank];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = tensor.Lengths[i];
        return new NpyArray(typeof(T), lengths, MemoryMarshal.AsBytes<T>(elements).ToArray());
    }
}
