using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Data;

/// <summary>Stretches of a series.</summary>
internal sealed class WindowElements(
    TensorData data,
    TensorData? targets,
    long start,
    int count,
    int stride,
    int length,
    int rate
) : Elements<Sample>
{
    public override int Count => count;

    public override Sample this[int index]
    {
        get
        {
            long first = start + (long)index * stride;
            return new Sample(
                new SampleData(Window(first)),
                targets is null ? null : new SampleData(targets.Rows(first, 1))
            );
        }
    }

    private unsafe ArrayData Window(long first)
    {
        var result = ArrayData.New(data.ElementType, new Shape([1, length, .. data.Shape.ToDims().AsSpan(1)]));
        using var from = data.Pin();
        using var to = result.Pin();
        var source = (byte*)from.Pointer;
        var target = (byte*)to.Pointer;
        long bytes = data.RowBytes;
        if (rate == 1)
            Buffer.MemoryCopy(source + first * bytes, target, length * bytes, length * bytes);
        else
            for (int i = 0; i < length; i++)
                Buffer.MemoryCopy(source + (first + (long)i * rate) * bytes, target + i * bytes, bytes, bytes);
        return result;
    }
}
