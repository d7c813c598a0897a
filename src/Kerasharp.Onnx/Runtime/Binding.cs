using System.Runtime.InteropServices;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Which tensors a session reads and writes. One tensor may be bound as input and as output: it is then updated in
/// place. For one thread at a time.
/// </summary>
internal sealed unsafe class Binding : IDisposable
{
    private readonly Session _session;
    private readonly List<(TensorDescription Output, MemoryInfo Memory)> _onDevice = [];
    private readonly HashSet<TensorDescription> _allocated = [];
    private bool _complete;
    private bool _ran;

    /// <summary>A binding with nothing bound yet.</summary>
    public Binding(Session session)
    {
        _session = session;
        Handle = new BindingHandle(session);
    }

    /// <summary>The native binding.</summary>
    internal BindingHandle Handle { get; }

    /// <summary>Binds a tensor to an input. A CPU tensor for a session on a device is copied there now.</summary>
    /// <exception cref="ArgumentException">There is no such input, or the tensor does not fit.</exception>
    public void BindInput(string name, DeviceTensor tensor) => BindInput(_session.Input(name), tensor);

    /// <inheritdoc cref="BindInput(string, DeviceTensor)"/>
    public void BindInput(TensorDescription input, DeviceTensor tensor) => Bind(OrtSlot.BindInput, input, tensor);

    /// <summary>Binds a tensor to an output, which is written into it.</summary>
    /// <exception cref="ArgumentException">There is no such output, or the tensor does not fit.</exception>
    public void BindOutput(string name, DeviceTensor tensor) => BindOutput(_session.Output(name), tensor);

    /// <inheritdoc cref="BindOutput(string, DeviceTensor)"/>
    public void BindOutput(TensorDescription output, DeviceTensor tensor)
    {
        Bind(OrtSlot.BindOutput, output, tensor);
        if (_allocated.Remove(output))
            _onDevice.RemoveAll(entry => entry.Output == output);
    }

    /// <summary>Lets each run allocate an output anew, on a device; for outputs whose shape is not known before.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public void BindOutputToDevice(string name, Device device) => BindOutputToDevice(_session.Output(name), device);

    /// <inheritdoc cref="BindOutputToDevice(string, Device)"/>
    public void BindOutputToDevice(TensorDescription output, Device device)
    {
        MemoryInfo memory = Providers.MemoryName(device) is { } name
            ? MemoryInfo.CreateDevice(name, device.Index)
            : MemoryInfo.Cpu;
        BindToDevice(output, memory);
        if (!_allocated.Add(output))
            _onDevice.RemoveAll(entry => entry.Output == output);
        _onDevice.Add((output, memory));
        Handle.Hold(output, null);
        _complete = false;
    }

    /// <summary>The outputs of the last run that it allocated itself, by name; the caller disposes them.</summary>
    public Dictionary<string, DeviceTensor> TakeOutputs()
    {
        using var lease = Handle.Borrow();
        return BoundOutputs.Take(lease.Pointer, _allocated.Select(static output => output.Name).ToHashSet());
    }

    /// <summary>Frees the binding and lets go of its tensors.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Checks before a run that nothing is missing, and forgets what the run before allocated.</summary>
    internal void Prepare(Session session)
    {
        if (!ReferenceEquals(session, _session))
            throw new ArgumentException(
                "A binding of another session came; one made for this session was expected. Make a binding for each session."
            );
        if (!_complete)
        {
            if (Handle.FirstUnbound(_session, _allocated) is { } missing)
                throw new InvalidOperationException(
                    $"The {(missing.IsInput ? "input" : "output")} '{missing.Name}' has no tensor; {missing.ElementType} {missing} was expected. Bind one before the run."
                );
            _complete = true;
        }
        // A value that an earlier run left would be taken as the place to write to, whatever its shape.
        if (_ran)
            foreach ((TensorDescription output, MemoryInfo memory) in CollectionsMarshal.AsSpan(_onDevice))
                BindToDevice(output, memory);
        _ran = true;
    }

    private void Bind(int slot, TensorDescription place, DeviceTensor tensor)
    {
        place.Check(tensor);
        // What lies elsewhere is copied now.
        using var turn = DeviceTurn.Take(_session.Settings.Device);
        using var binding = Handle.Borrow();
        using var value = tensor.Handle.Borrow();
        OrtApi.Call(slot, binding.Pointer, place.NativeName, value.Pointer);
        Handle.Hold(place, tensor.Handle);
        GC.KeepAlive(place);
    }

    private void BindToDevice(TensorDescription output, MemoryInfo memory)
    {
        using var binding = Handle.Borrow();
        using var info = memory.Borrow();
        OrtApi.Call(OrtSlot.BindOutputToDevice, binding.Pointer, output.NativeName, info.Pointer);
        GC.KeepAlive(output);
    }
}
