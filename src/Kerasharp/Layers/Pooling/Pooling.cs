using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// What poolings of any kind and number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's
/// own.
/// </summary>
public abstract class Pooling : Layer
{
    private readonly Window _window;

    private protected Pooling(long[] poolSize, long[] strides, string padding, string? dataFormat, string? name)
        : base(name) => _window = new Window(poolSize, strides, padding, null, nameof(poolSize), dataFormat);

    /// <summary><c>valid</c> or <c>same</c>.</summary>
    public string Padding => _window.Padding;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _window.Format.Name;

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        _window.Check(this, input.Shape);
        var (pads, autoPad) = _window.Pads(input.Shape);
        var x = _window.Format.ToChannelsFirst(input.In(context));
        var y = Pool(x, _window.Size, _window.Strides, pads, autoPad);
        return new SymbolicTensor(_window.Format.FromChannelsFirst(y));
    }

    /// <summary>One number of each window of a value whose channels are the second axis.</summary>
    private protected abstract Value Pool(Value x, long[] size, long[] strides, long[]? pads, string? autoPad);
}
