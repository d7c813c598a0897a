using System.Runtime.CompilerServices;
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

    /// <summary>Grows whenever the host writes; what was derived from the elements is then out of date.</summary>
    public long Version { get; private set; }

    /// <summary>The elements as the last finished step left them.</summary>
    public DeviceTensor Front => _front ??= Create();

    /// <summary>A second place, for steps that cannot update in place; swapped with the first after the run.</summary>
    public DeviceTensor Back => _back ??= DeviceTensor.Allocate(Device, Type, Dims);

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
            var moved = DeviceTensor.Allocate(device, Type, Dims);
            old.CopyTo(moved);
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
        Front.CopyTo(elements.AsSpan());
        return elements;
    }

    /// <summary>Copies the elements out as they lie.</summary>
    public byte[] ReadBytes()
    {
        var bytes = new byte[Front.ByteLength];
        Front.CopyTo(bytes.AsSpan());
        return bytes;
    }

    /// <summary>The only element of a scalar.</summary>
    public T ReadScalar<T>()
        where T : unmanaged
    {
        Span<T> element = stackalloc T[1];
        Front.CopyTo(element);
        return element[0];
    }

    /// <summary>Copies elements in.</summary>
    public void Write<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        // What is written over need not be filled first, which may take an initializer long.
        if (_front is null && (long)elements.Length * Unsafe.SizeOf<T>() == ElementCount * Type.Size())
            _front = DeviceTensor.Allocate(Device, Type, Dims);
        Front.CopyFrom(elements);
        Touch();
    }

    /// <summary>Fills the state as it was at first.</summary>
    public void Reset()
    {
        if (_front is null)
            return;
        var bytes = new byte[Front.ByteLength];
        _fill?.Invoke(bytes);
        Write<byte>(bytes);
    }

    /// <summary>Frees the memory; the next use makes it anew.</summary>
    public void Free()
    {
        _front?.Dispose();
        _back?.Dispose();
        _front = _back = null;
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
            return DeviceTensor.Allocate(Device, Type, Dims, zeroed: true);
        if (Device.IsCpu)
        {
            var tensor = DeviceTensor.Allocate(Type, Dims, zeroed: true);
            _fill(tensor.Bytes);
            return tensor;
        }
        using var host = DeviceTensor.Allocate(Type, Dims, zeroed: true);
        _fill(host.Bytes);
        var moved = DeviceTensor.Allocate(Device, Type, Dims);
        host.CopyTo(moved);
        return moved;
    }
}
