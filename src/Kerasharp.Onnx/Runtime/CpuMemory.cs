using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>The CPU's memory: native, aligned for the widest vectors.</summary>
internal sealed unsafe class CpuMemory : DeviceMemory
{
    private const nuint Alignment = 64;

    /// <inheritdoc/>
    public override bool IsCpu => true;

    /// <inheritdoc/>
    public override DeviceTensor Allocate(ElementType elementType, ReadOnlySpan<long> dims, bool zeroed)
    {
        if (elementType.Size() == 0)
            throw new NotSupportedException(
                $"A tensor of {elementType} was asked for; numbers and truth values can be stored. Convert the elements first."
            );
        long bytes = checked(TensorShape.Count(dims) * elementType.Size());
        void* memory = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
        try
        {
            if (zeroed)
                NativeMemory.Clear(memory, (nuint)bytes);
            nint native = CreateValue(memory, bytes, elementType, dims);
            return new DeviceTensor(new ValueHandle(native, bytes, memory), elementType, dims.ToArray(), memory, this);
        }
        catch
        {
            NativeMemory.AlignedFree(memory);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void CopyIn(DeviceTensor target, void* source) => Copy(target, source, target.Pointer);

    /// <inheritdoc/>
    public override void CopyOut(DeviceTensor source, void* target) => Copy(source, source.Pointer, target);

    /// <inheritdoc/>
    public override void CopyWithin(DeviceTensor source, DeviceTensor target) =>
        Copy(source, source.Pointer, target.Pointer);

    /// <summary>A native value over memory of ours.</summary>
    internal static nint CreateValue(void* memory, long bytes, ElementType elementType, ReadOnlySpan<long> dims)
    {
        nint native = 0;
        var create = (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)
            OrtApi.Table[OrtSlot.CreateTensorWithDataAsOrtValue];
        using var info = MemoryInfo.Cpu.Borrow();
        fixed (long* shape = dims)
            OrtApi.Check(
                create(info.Pointer, memory, (nuint)bytes, shape, (nuint)dims.Length, (int)elementType, &native)
            );
        return native;
    }

    private static void Copy(DeviceTensor tensor, void* source, void* target)
    {
        using var lease = tensor.Handle.Borrow();
        NativeMemory.Copy(source, target, (nuint)tensor.ByteLength);
    }
}
