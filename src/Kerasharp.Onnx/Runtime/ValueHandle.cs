using System.Buffers;
using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns a native tensor and the memory under it, where that is not ONNX Runtime's own.</summary>
internal sealed unsafe class ValueHandle : OrtHandle
{
    private readonly void* _memory;
    private MemoryHandle _pin;

    /// <summary>Owns a tensor whose memory belongs to ONNX Runtime.</summary>
    /// <param name="native">The tensor.</param>
    /// <param name="byteLength">The size of its memory, 0 where it comes from an arena that stays as large as it is.</param>
    /// <param name="allocator">What allocated it, if it is ours.</param>
    public ValueHandle(nint native, long byteLength, OrtHandle? allocator = null)
        : base(native, OrtSlot.ReleaseValue, byteLength, allocator) { }

    /// <summary>Owns a tensor over aligned native memory.</summary>
    public ValueHandle(nint native, long byteLength, void* memory)
        : base(native, OrtSlot.ReleaseValue, byteLength) => _memory = memory;

    /// <summary>Owns a tensor over pinned managed memory, which the garbage collector counts itself.</summary>
    public ValueHandle(nint native, MemoryHandle pin)
        : base(native, OrtSlot.ReleaseValue) => _pin = pin;

    /// <inheritdoc/>
    protected override void ReleaseOwned()
    {
        if (_memory != null)
            NativeMemory.AlignedFree(_memory);
        _pin.Dispose();
    }
}
