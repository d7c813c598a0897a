using System.Buffers;

namespace Kerasharp.Data;

/// <summary>Consecutive examples of an array, in their place.</summary>
internal sealed unsafe class RowRange : TensorData
{
    private readonly TensorData _whole;
    private readonly long _start;

    public RowRange(TensorData whole, long start, long count)
        : base(whole.ElementType, whole.Shape.With(0, count))
    {
        (_whole, _start) = whole is RowRange range ? (range._whole, range._start + start) : (whole, start);
    }

    internal override MemoryHandle Pin()
    {
        var handle = _whole.Pin();
        return HeldMemory.At((byte*)handle.Pointer + _start * RowBytes, handle);
    }
}
