using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that cut off the edges of sequences, images and volumes have in common. Derive from <see cref="Layer"/> for layers of
/// one's own.
/// </summary>
public abstract class Cropping : Layer
{
    private readonly Margins1D[] _margins;
    private readonly DataFormat _format;

    private protected Cropping(Margins1D[] cropping, string? dataFormat, string? name)
        : base(name)
    {
        _margins = Arguments.NonNegative(cropping, nameof(cropping));
        _format = DataFormat.Of(dataFormat);
    }

    private protected string FormatName => _format.Name;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        Check(input.Shape);
        int[] cut = [.. Enumerable.Range(0, _margins.Length).Where(i => _margins[i] != 0)];
        if (cut.Length == 0)
            return input;
        return new SymbolicTensor(
            Op.Slice(
                input.Value,
                Array.ConvertAll(cut, i => (long)_format.SpatialAxis(i)),
                Array.ConvertAll(cut, i => (long)_margins[i].Before),
                // Counted from the end, so that it holds for any size.
                Array.ConvertAll(cut, i => _margins[i].After == 0 ? long.MaxValue : -_margins[i].After),
                Array.ConvertAll(cut, _ => 1L)
            )
        );
    }

    private void Check(Shape shape)
    {
        this.CheckSpatial(shape, _format, _margins.Length);
        for (int i = 0; i < _margins.Length; i++)
        {
            var axis = shape[_format.SpatialAxis(i)];
            long cut = (long)_margins[i].Before + _margins[i].After;
            if (axis.IsKnown && axis.Value <= cut)
                throw this.Misfit(
                    shape,
                    $"cutting {_margins[i]} off axis {_format.SpatialAxis(i)} needs a size of at least {cut + 1}",
                    "Cut less, or give a larger input."
                );
        }
    }
}
