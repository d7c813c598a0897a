using System.Collections.Concurrent;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// The memory of a GPU, allocated through a session on that GPU and copied by running Identity there: this works with
/// every provider and every version of ONNX Runtime.
/// </summary>
internal sealed unsafe class AcceleratorMemory : DeviceMemory
{
    private readonly Device _device;
    private readonly MemoryInfo _info;
    private readonly Lazy<DeviceAllocator> _allocator;
    private readonly ConcurrentDictionary<ElementType, Session> _identities = new();
    private static long s_downloads;

    /// <summary>How many tensors have been copied from devices to the host so far: none while steps follow each other.</summary>
    internal static long Downloads => Interlocked.Read(ref s_downloads);

    /// <summary>The memory of a device, by ONNX Runtime's name.</summary>
    public AcceleratorMemory(Device device, string memoryName)
    {
        // Copies are of tensors here and there, which a recorded graph cannot follow.
        _device = device.WithoutCapture;
        _info = MemoryInfo.CreateDevice(memoryName, device.Index);
        _allocator = new(() => new DeviceAllocator(Identity(ElementType.Float32), _info));
    }

    /// <inheritdoc/>
    public override DeviceTensor Allocate(ElementType elementType, ReadOnlySpan<long> dims, bool zeroed)
    {
        long bytes = checked(TensorShape.Count(dims) * elementType.Size());
        DeviceAllocator allocator = _allocator.Value;
        nint native = 0;
        using (var lease = allocator.Borrow())
            fixed (long* shape = dims)
            {
                var create = (delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)
                    OrtApi.Table[OrtSlot.CreateTensorAsOrtValue];
                OrtApi.Check(create(lease.Pointer, shape, (nuint)dims.Length, (int)elementType, &native));
            }
        var handle = new ValueHandle(native, bytes, allocator);
        void* pointer = (void*)OrtApi.Get(OrtSlot.GetTensorMutableData, native);
        var tensor = new DeviceTensor(handle, elementType, dims.ToArray(), pointer, this);
        if (zeroed)
        {
            using DeviceTensor zeros = Cpu.Allocate(elementType, dims, zeroed: true);
            zeros.CopyTo(tensor);
        }
        return tensor;
    }

    /// <inheritdoc/>
    public override void CopyIn(DeviceTensor target, void* source)
    {
        using DeviceTensor host = Cpu.Allocate(target.ElementType, target.Dims, zeroed: false);
        Cpu.CopyIn(host, source);
        CopyWithin(host, target);
    }

    /// <inheritdoc/>
    public override void CopyOut(DeviceTensor source, void* target)
    {
        Interlocked.Increment(ref s_downloads);
        using DeviceTensor host = Cpu.Allocate(source.ElementType, source.Dims, zeroed: false);
        CopyWithin(source, host);
        Cpu.CopyOut(host, target);
    }

    /// <inheritdoc/>
    public override void CopyWithin(DeviceTensor source, DeviceTensor target)
    {
        Session session = Identity(source.ElementType);
        using var binding = new Binding(session);
        binding.BindInput(session.Inputs[0], source);
        binding.BindOutput(session.Outputs[0], target);
        session.Run(binding);
    }

    private Session Identity(ElementType elementType) =>
        _identities.GetOrAdd(
            elementType,
            static (type, device) =>
                new Session(OrtEnvironment.IdentityModel((int)type), new SessionSettings { Device = device }),
            _device
        );
}
