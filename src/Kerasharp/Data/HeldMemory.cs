using System.Buffers;

namespace Kerasharp.Data;

/// <summary>A place within memory that another handle holds; letting go of the one lets go of the other.</summary>
internal sealed unsafe class HeldMemory : IPinnable
{
    private MemoryHandle _handle;

    private HeldMemory(MemoryHandle handle) => _handle = handle;

    public static MemoryHandle At(void* place, MemoryHandle handle) => new(place, pinnable: new HeldMemory(handle));

    public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("The memory is held already.");

    public void Unpin() => _handle.Dispose();
}
