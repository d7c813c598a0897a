using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>
/// A tensor that steps carry on: a weight, an optimizer's slot, a metric's sum, a counter. It belongs to its owner, never to a session;
/// steps borrow it. Its memory is made and filled on first use.
/// </summary>
internal sealed class State
{
    private readonly Action<Span<byte>>? _fill;
    private DeviceTensor? _front;
    private DeviceTensor? _back;

    /// <param name="name">A name for graphs and messages.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="dims">The dimensions as they lie in memory.</param>
    /// <param name="fill">Writes the first elements over zeros; all are zeros without it.</param>
    public State(string name, ElementType type, long[] dims, Action<Span<byte>>? fill = null)
    {
        Name = name;
        Type = type;
        Dims = dims;
        _fill = fill;
    }

    public string Name { get; }

    public ElementType Type { get; }

    /// <summary>The dimensions as they lie in memory.</summary>
    public long[] Dims { get; }

    /// <summary>Whether memory was made for the elements.</summary>
    public bool IsMade => _front is not null;

    public long ElementCount => Shape.Of(Dims).ElementCount;

    /// <summary>Where the state lies.</summary>
    public Device Device { get; private set; } = Device.Cpu;

    /// <summary>The type of the elements where they lie: that of the state, or what stands for it on a device that lacks it.</summary>
    public ElementType StoredType => Device.Features.Stored(Type);

    /// <summary>Grows whenever the elements may have changed, behind the change; what was derived from them is then out of date.</summary>
    public long Version { get; private set; }

    /// <summary>The elements as the last finished step left them.</summary>
    public DeviceTensor Front => _front ??= Create();

    /// <summary>A second place, for steps that cannot update in place; swapped with the first after the run.</summary>
    public DeviceTensor Back => _back ??= DeviceTensor.Allocate(Device, StoredType, Dims);

    /// <summary>Makes what was written to <see cref="Back"/> the state.</summary>
    public void Swap() => (_front, _back) = (Back, Front);

    /// <summary>Notes that a step changed the elements.</summary>
    public void Touch() => Version++;

    /// <summary>Moves the state to a device, if it lies elsewhere.</summary>
    public void MoveTo(Device device)
    {
        if (Device == device)
            return;
        if (_front is { } old)
        {
            // Where memory is short, all stays as it is.
            var type = device.Features.Stored(Type);
            var moved = DeviceTensor.Allocate(device, type, Dims);
            if (type == old.ElementType)
                old.CopyTo(moved);
            else
                moved.CopyFrom<byte>(As(type, Bytes(old)));
            _front = moved;
            old.Dispose();
        }
        _back?.Dispose();
        _back = null;
        Device = device;
    }

    /// <summary>Copies the elements out.</summary>
    public T[] Read<T>()
        where T : unmanaged
    {
        var elements = new T[ElementCount];
        if (StoredType == Type)
            Front.CopyTo(elements.AsSpan());
        else
            ReadBytes().CopyTo(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    /// <summary>Copies the elements out as they lie in the state's own type.</summary>
    public byte[] ReadBytes() => Bytes(Front);

    /// <summary>The only element of a scalar.</summary>
    public T ReadScalar<T>()
        where T : unmanaged
    {
        if (StoredType != Type)
            return Read<T>()[0];
        Span<T> element = stackalloc T[1];
        Front.CopyTo(element);
        return element[0];
    }

    /// <summary>Copies elements in.</summary>
    public void Write<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (StoredType != Type)
        {
            Store(MemoryMarshal.AsBytes(elements));
        }
        else
        {
            // What is written over need not be filled first, which may take an initializer long.
            if (_front is null && (long)elements.Length * Unsafe.SizeOf<T>() == ElementCount * Type.Size())
                _front = DeviceTensor.Allocate(Device, Type, Dims);
            Front.CopyFrom(elements);
        }
        Touch();
    }

    /// <summary>Fills the state as it was at first.</summary>
    public void Reset()
    {
        if (_front is null)
            return;
        var bytes = new byte[ElementCount * Type.Size()];
        _fill?.Invoke(bytes);
        Write<byte>(bytes);
    }

    /// <summary>Frees the memory; the next use makes it anew.</summary>
    public void Free()
    {
        _front?.Dispose();
        _back?.Dispose();
        _front = _back = null;
        Touch();
    }

    /// <summary>Takes the state from a device that was lost to the host.</summary>
    /// <param name="bytes">Its elements; null where there are none, so that it begins anew.</param>
    public void Recover(byte[]? bytes)
    {
        Free();
        Device = Device.Cpu;
        if (bytes is not null)
            Write<byte>(bytes);
        else
            Touch();
    }

    private DeviceTensor Create()
    {
        if (_fill is null)
            return DeviceTensor.Allocate(Device, StoredType, Dims, zeroed: true);
        if (Device.IsCpu && StoredType == Type)
        {
            var tensor = DeviceTensor.Allocate(Type, Dims, zeroed: true);
            _fill(tensor.Bytes);
            return tensor;
        }
        var bytes = new byte[ElementCount * Type.Size()];
        _fill(bytes);
        return Store(bytes);
    }

    /// <summary>Puts elements of the state's own type to where they lie.</summary>
    private DeviceTensor Store(ReadOnlySpan<byte> elements)
    {
        _front ??= DeviceTensor.Allocate(Device, StoredType, Dims);
        _front.CopyFrom<byte>(As(_front.ElementType, elements));
        return _front;
    }

    /// <summary>Elements of the state's own type as such of another.</summary>
    private byte[] As(ElementType type, ReadOnlySpan<byte> elements)
    {
        var converted = new byte[ElementCount * type.Size()];
        ElementConversion.Convert(elements, Type, converted, type);
        return converted;
    }

    /// <summary>A tensor's elements as such of the state's own type.</summary>
    private byte[] Bytes(DeviceTensor tensor)
    {
        var bytes = new byte[tensor.ByteLength];
        tensor.CopyTo(bytes.AsSpan());
        if (tensor.ElementType == Type)
            return bytes;
        var own = new byte[ElementCount * Type.Size()];
        ElementConversion.Convert(bytes, tensor.ElementType, own, Type);
        return own;
    }
}
