using System.Buffers;
using Kerasharp.Data;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>Arrays pinned while steps read batches of their rows.</summary>
internal sealed unsafe class BatchSource : IDisposable
{
    private readonly TensorDataList _data;
    private readonly MemoryHandle[] _pins;

    public BatchSource(TensorDataList data)
    {
        _data = data;
        _pins = data.Select(d => d.Pin()).ToArray();
    }

    /// <summary>Copies consecutive rows of an array.</summary>
    public void CopyRange(int index, long start, int rows, DeviceTensor target)
    {
        long bytes = _data[index].RowBytes;
        Buffer.MemoryCopy((byte*)_pins[index].Pointer + start * bytes, target.Pointer, target.ByteLength, rows * bytes);
    }

    /// <summary>Copies rows of an array in the given order.</summary>
    public void CopyRows(int index, ReadOnlySpan<int> rows, DeviceTensor target) =>
        BatchGather.Copy(_pins[index].Pointer, _data[index].RowBytes, rows, target.Pointer);

    public void Dispose()
    {
        foreach (var pin in _pins)
            pin.Dispose();
    }
}
