using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// What dropouts of whole channels have in common: one decision serves all places of a channel. Derive from <see cref="Layer"/> for
/// layers of one's own.
/// </summary>
public abstract class SpatialDropout : RandomDrop
{
    private readonly DataFormat _format;
    private readonly string[] _axes;

    private protected SpatialDropout(double rate, string[] axes, string? dataFormat, int? seed, string? name)
        : base(Rates.Part(rate), seed, name)
    {
        _axes = axes;
        _format = Layers.DataFormat.Of(dataFormat);
    }

    /// <summary>The name of the data format.</summary>
    private protected string FormatName => _format.Name;

    private protected override int[] SharedAxes(Shape shape) =>
        shape.Rank == _axes.Length + 2
            ? [.. Enumerable.Range(0, _axes.Length).Select(_format.SpatialAxis)]
            : throw this.Misfit(
                shape,
                $"{_axes.Length + 2} dimensions ({_format.Axes(_axes)}) were expected",
                "Reshape it, or drop single elements by Dropout."
            );
}
