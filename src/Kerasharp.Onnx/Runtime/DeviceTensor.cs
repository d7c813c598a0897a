using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>A tensor that sessions read and write: an ONNX Runtime value and its memory, on the CPU or a device.</summary>
internal sealed unsafe class DeviceTensor : IDisposable
{
    private readonly long[] _dims;

    /// <summary>Takes a native value into ownership.</summary>
    internal DeviceTensor(ValueHandle handle, ElementType elementType, long[] dims, void* pointer, DeviceMemory memory)
    {
        Handle = handle;
        ElementType = elementType;
        _dims = dims;
        ElementCount = TensorShape.Count(dims);
        ByteLength = ElementCount * elementType.Size();
        Pointer = pointer;
        Memory = memory;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The dimensions; not to be written to.</summary>
    public long[] Dims => _dims;

    /// <summary>The number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Whether the memory is the CPU's.</summary>
    public bool IsOnCpu => Memory.IsCpu;

    /// <summary>Where the elements lie; only a CPU tensor's may be read through it, and not after its disposal.</summary>
    public void* Pointer { get; }

    /// <summary>The elements of a CPU tensor, as bytes. Valid while the tensor lives.</summary>
    public Span<byte> Bytes => new(HostPointer(), checked((int)ByteLength));

    /// <summary>The memory that it lies in.</summary>
    internal DeviceMemory Memory { get; }

    /// <summary>The native value.</summary>
    internal ValueHandle Handle { get; }

    /// <summary>A tensor in the CPU's memory, 64-byte aligned.</summary>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="dims">The dimensions, at least 0 each.</param>
    /// <param name="zeroed">Whether the elements begin as 0; otherwise they are undefined.</param>
    public static DeviceTensor Allocate(ElementType elementType, ReadOnlySpan<long> dims, bool zeroed = false) =>
        DeviceMemory.Cpu.Allocate(elementType, dims, zeroed);

    /// <summary>A tensor in a device's memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="dims">The dimensions, at least 0 each.</param>
    /// <param name="zeroed">Whether the elements begin as 0; otherwise they are undefined.</param>
    public static DeviceTensor Allocate(
        Device device,
        ElementType elementType,
        ReadOnlySpan<long> dims,
        bool zeroed = false
    ) => DeviceMemory.Of(device).Allocate(elementType, dims, zeroed);

    /// <summary>A CPU tensor with the given elements, copied.</summary>
    public static DeviceTensor From<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        DeviceTensor tensor = Allocate(ElementTypes.Of<T>(), dims);
        tensor.CopyFrom(elements);
        return tensor;
    }

    /// <summary>A tensor over managed memory, pinned and not copied: what either side writes, both see.</summary>
    /// <exception cref="ArgumentException">The memory is not as long as the shape asks.</exception>
    public static DeviceTensor Wrap<T>(Memory<T> memory, ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        long count = TensorShape.Count(dims);
        if (memory.Length != count)
            throw new ArgumentException(
                $"Memory of {memory.Length} elements came for a tensor of shape {TensorShape.Text(dims)}, which has {count}. Give memory of that length, or another shape."
            );
        MemoryHandle pin = memory.Pin();
        try
        {
            // An empty memory has no address, but a native value needs one.
            void* pointer = pin.Pointer != null ? pin.Pointer : (void*)64;
            nint native = CpuMemory.CreateValue(pointer, count * sizeof(T), ElementTypes.Of<T>(), dims);
            return new DeviceTensor(
                new ValueHandle(native, pin),
                ElementTypes.Of<T>(),
                dims.ToArray(),
                pointer,
                DeviceMemory.Cpu
            );
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>The elements of a CPU tensor. Valid while the tensor lives.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type, or not in the CPU's memory.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException(
                $"A span of {ElementTypes.Of<T>()} was asked of a tensor of {ElementType}. Ask for the tensor's own type."
            );
        return new Span<T>(HostPointer(), checked((int)ElementCount));
    }

    /// <summary>Copies elements in, from the host to wherever the tensor lies.</summary>
    public void CopyFrom<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        CheckCopy<T>(elements.Length);
        fixed (T* source = elements)
            Memory.CopyIn(this, source);
    }

    /// <summary>Copies all elements out to the host.</summary>
    public void CopyTo<T>(Span<T> elements)
        where T : unmanaged
    {
        CheckCopy<T>(elements.Length);
        fixed (T* target = elements)
            Memory.CopyOut(this, target);
    }

    /// <summary>Copies all elements to a tensor of the same type and number of elements, wherever the two lie.</summary>
    public void CopyTo(DeviceTensor target)
    {
        if (target.ElementType != ElementType || target.ElementCount != ElementCount)
            throw new ArgumentException(
                $"A tensor of {target.ElementType} {TensorShape.Text(target.Dims)} came as the target of a copy; {ElementType} {TensorShape.Text(Dims)} was expected. Give a tensor of that type and shape."
            );
        if (target.IsOnCpu)
            Memory.CopyOut(this, target.Pointer);
        else if (IsOnCpu)
            target.Memory.CopyIn(target, Pointer);
        else
            Memory.CopyWithin(this, target);
        GC.KeepAlive(target);
    }

    /// <summary>Frees the tensor once no binding holds it any more.</summary>
    public void Dispose() => Handle.Dispose();

    private void* HostPointer()
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        return IsOnCpu
            ? Pointer
            : throw new InvalidOperationException(
                "The elements of a tensor on a device were asked for directly. Only a CPU tensor has them at hand. Use CopyTo."
            );
    }

    private void CheckCopy<T>(int length)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        if (
            Unsafe.SizeOf<T>() * (long)length != ByteLength
            || (typeof(T) != typeof(byte) && ElementTypes.Of<T>() != ElementType)
        )
            throw new ArgumentException(
                $"{length} elements of {typeof(T).Name} came to be copied; {ElementCount} of {ElementType} were expected, the tensor's shape being {TensorShape.Text(Dims)}. Give as many, of that type."
            );
    }
}
