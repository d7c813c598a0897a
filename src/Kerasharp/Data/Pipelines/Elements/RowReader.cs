using System.Buffers;

namespace Kerasharp.Data;

/// <summary>Makes batches of the rows of arrays that it holds in their place meanwhile.</summary>
internal sealed unsafe class RowReader : IDisposable
{
    private readonly RowElements _elements;
    private readonly Dictionary<TensorData, MemoryHandle> _pins = new(ReferenceEqualityComparer.Instance);

    public RowReader(RowElements elements) => _elements = elements;

    /// <summary>The rows from one on; those in their own order are not copied.</summary>
    public Batch Read(int start, int count)
    {
        var arrays = _elements.Arrays;
        return new Batch(
            Read(arrays.X, start, count),
            arrays.Y is { } y ? Read(y, start, count) : null,
            arrays.SampleWeight is { } weight ? Read(weight, start, count) : null
        );
    }

    public void Dispose()
    {
        foreach (var pin in _pins.Values)
            pin.Dispose();
        _pins.Clear();
    }

    private TensorDataList Read(TensorDataList list, int start, int count) =>
        _elements.Rows is { } rows
            ? list.Convert((array, _) => Gather(array, rows.AsSpan(start, count)))
            : list.Rows(start, count);

    private ArrayData Gather(TensorData array, ReadOnlySpan<int> rows)
    {
        if (!_pins.TryGetValue(array, out var from))
            _pins.Add(array, from = array.Pin());
        var result = ArrayData.New(array.ElementType, array.Shape.With(0, rows.Length));
        using var to = result.Pin();
        BatchGather.Copy(from.Pointer, array.RowBytes, rows, to.Pointer);
        return result;
    }
}
