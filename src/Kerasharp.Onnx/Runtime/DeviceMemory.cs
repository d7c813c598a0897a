using System.Collections.Concurrent;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>A place where tensors lie: allocates there and copies between there and the host.</summary>
internal abstract unsafe class DeviceMemory
{
    private static readonly ConcurrentDictionary<Device, DeviceMemory> ByDevice = new();

    /// <summary>The CPU's memory.</summary>
    public static DeviceMemory Cpu { get; } = new CpuMemory();

    /// <summary>Whether elements can be read and written directly.</summary>
    public virtual bool IsCpu => false;

    /// <summary>The memory of a device; that of the CPU where a provider has none of its own.</summary>
    public static DeviceMemory Of(Device device) =>
        device.IsCpu ? Cpu
        : Providers.MemoryName(device) is { } name
            ? ByDevice.GetOrAdd(device, static (key, name) => new AcceleratorMemory(key, name), name)
        : Cpu;

    /// <summary>Forgets the memory of a device that was lost, so that another use begins anew.</summary>
    public static void Forget(Device device) => ByDevice.TryRemove(device, out _);

    /// <summary>Makes a tensor.</summary>
    public abstract DeviceTensor Allocate(ElementType elementType, ReadOnlySpan<long> dims, bool zeroed);

    /// <summary>Copies from the host into a tensor that lies here.</summary>
    public abstract void CopyIn(DeviceTensor target, void* source);

    /// <summary>Copies a tensor that lies here to the host.</summary>
    public abstract void CopyOut(DeviceTensor source, void* target);

    /// <summary>Copies between two tensors that both lie here.</summary>
    public abstract void CopyWithin(DeviceTensor source, DeviceTensor target);
}
