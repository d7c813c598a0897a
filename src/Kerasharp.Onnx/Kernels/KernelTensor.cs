namespace Kerasharp.Onnx.Kernels;

/// <summary>An input of a kernel during a call: where its elements lie and its dimensions.</summary>
/// <param name="pointer">The elements; null where an optional input is absent.</param>
/// <param name="dims">The dimensions, in memory of ONNX Runtime's or the kernel's own.</param>
internal readonly unsafe ref struct KernelTensor(void* pointer, ReadOnlySpan<long> dims)
{
    /// <summary>The elements; null where an optional input is absent.</summary>
    public void* Pointer { get; } = pointer;

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<long> Dims { get; } = dims;

    /// <summary>Whether it is there.</summary>
    public bool IsPresent => Pointer != null;

    /// <summary>The number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (long dim in Dims)
                count *= dim;
            return count;
        }
    }

    /// <summary>The elements as a span.</summary>
    public ReadOnlySpan<T> Span<T>()
        where T : unmanaged => new(Pointer, checked((int)Count));
}
