namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns a native allocator of a device's memory; it keeps its session alive.</summary>
internal sealed class DeviceAllocator : OrtHandle
{
    /// <summary>The allocator of a session for a kind of memory.</summary>
    public DeviceAllocator(Session session, MemoryInfo memory)
        : base(Create(session, memory), OrtSlot.ReleaseAllocator, parent: session.Handle) { }

    private static nint Create(Session session, MemoryInfo memory)
    {
        using var owner = session.Handle.Borrow();
        using var info = memory.Borrow();
        return OrtApi.Get(OrtSlot.CreateAllocator, owner.Pointer, info.Pointer);
    }
}
