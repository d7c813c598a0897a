using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that put zeros around sequences, images and volumes have in common. Derive from <see cref="Layer"/> for layers of
/// one's own.
/// </summary>
public abstract class ZeroPadding : Layer
{
    private readonly Margins1D[] _margins;
    private readonly DataFormat _format;

    private protected ZeroPadding(Margins1D[] padding, string? dataFormat, string? name)
        : base(name)
    {
        _margins = Arguments.NonNegative(padding, nameof(padding));
        _format = Layers.DataFormat.Of(dataFormat);
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        this.CheckSpatial(input.Shape, _format, _margins.Length);
        var pads = new long[2 * input.Rank];
        for (int i = 0; i < _margins.Length; i++)
        {
            int axis = _format.SpatialAxis(i);
            (pads[axis], pads[axis + input.Rank]) = (_margins[i].Before, _margins[i].After);
        }
        return new SymbolicTensor(Op.Pad(input.Value, pads));
    }
}
