using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Examples in a tensor whose elements lie in C order without gaps, in their place.</summary>
internal sealed unsafe class DenseTensorData<T> : TensorData
    where T : unmanaged
{
    private readonly Tensor<T> _tensor;

    private DenseTensorData(Tensor<T> tensor)
        : base(ElementTypes.Of<T>(), Shape.Of(Array.ConvertAll(tensor.Lengths.ToArray(), l => (long)l))) =>
        _tensor = tensor;

    /// <summary>Examples in a tensor; one with gaps (a slice, as a rule) is copied once.</summary>
    public static DenseTensorData<T> Of(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new DenseTensorData<T>(LiesInOrder(tensor) ? tensor : Copy(tensor));
    }

    /// <summary>A tensor, of any rank, as the only example.</summary>
    public static TensorData RowOf(Tensor<T> tensor)
    {
        if (tensor.Rank > 0 && LiesInOrder(tensor))
            return new DenseTensorData<T>(tensor.Reshape([1, .. tensor.Lengths]));
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return ArrayData.Flat(elements, [1, .. tensor.Lengths.ToArray().Select(l => (long)l)]);
    }

    internal override MemoryHandle Pin()
    {
        var handle = _tensor.GetPinnedHandle();
        if (_tensor.IsEmpty)
            return handle;
        // The handle's own pointer is that of the whole tensor's memory, even where this one is a slice of it.
        ReadOnlySpan<nint> first = stackalloc nint[_tensor.Rank];
        return HeldMemory.At(Unsafe.AsPointer(ref _tensor[first]), handle);
    }

    /// <summary>Whether the strides are those of C order; a length of 1 has no say, whatever its stride.</summary>
    private static bool LiesInOrder(Tensor<T> tensor)
    {
        nint expected = 1;
        for (int i = tensor.Rank - 1; i >= 0; i--)
        {
            if (tensor.Lengths[i] > 1 && tensor.Strides[i] != expected)
                return false;
            expected *= tensor.Lengths[i];
        }
        return true;
    }

    private static Tensor<T> Copy(Tensor<T> tensor)
    {
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return Tensor.Create(elements, tensor.Lengths);
    }
}
