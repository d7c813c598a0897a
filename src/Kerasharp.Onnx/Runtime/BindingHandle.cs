namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns a native binding, and holds the tensors that are bound: they live at least as long.</summary>
internal sealed class BindingHandle : OrtHandle
{
    private readonly ValueHandle?[] _inputs;
    private readonly ValueHandle?[] _outputs;

    /// <summary>A binding for a session.</summary>
    public BindingHandle(Session session)
        : base(Create(session), OrtSlot.ReleaseIoBinding, parent: session.Handle)
    {
        _inputs = new ValueHandle?[session.Inputs.Count];
        _outputs = new ValueHandle?[session.Outputs.Count];
    }

    /// <summary>Holds a tensor in a place and lets go of the one that was there.</summary>
    public void Hold(TensorDescription place, ValueHandle? tensor)
    {
        ref ValueHandle? held = ref (place.IsInput ? _inputs : _outputs)[place.Index];
        if (ReferenceEquals(held, tensor))
            return;
        bool added = false;
        tensor?.DangerousAddRef(ref added);
        held?.DangerousRelease();
        held = tensor;
    }

    /// <summary>Whether a tensor, or a place for one, is bound to every input and output.</summary>
    public TensorDescription? FirstUnbound(Session session, IReadOnlyCollection<TensorDescription> elsewhere)
    {
        for (int i = 0; i < _inputs.Length; i++)
            if (_inputs[i] is null)
                return session.Inputs[i];
        for (int i = 0; i < _outputs.Length; i++)
            if (_outputs[i] is not null || elsewhere.Contains(session.Outputs[i]))
                return null;
        return _outputs.Length > 0 ? session.Outputs[0] : null;
    }

    /// <inheritdoc/>
    protected override void ReleaseOwned()
    {
        foreach (ValueHandle? tensor in _inputs)
            tensor?.DangerousRelease();
        foreach (ValueHandle? tensor in _outputs)
            tensor?.DangerousRelease();
    }

    private static nint Create(Session session)
    {
        using var lease = session.Handle.Borrow();
        return OrtApi.Get(OrtSlot.CreateIoBinding, lease.Pointer);
    }
}
