using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What poolings of all places of a channel have in common. Derive from <see cref="Layer"/> for layers of one's own.</summary>
public abstract class GlobalPooling : Layer
{
    private readonly DataFormat _format;
    private readonly long[] _axes;

    private protected GlobalPooling(int axes, string? dataFormat, bool keepDims, string? name)
        : base(name)
    {
        _format = Layers.DataFormat.Of(dataFormat);
        _axes = [.. Enumerable.Range(0, axes).Select(i => (long)_format.SpatialAxis(i))];
        KeepDims = keepDims;
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    /// <summary>Whether the axes that are pooled stay, of size 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        this.CheckSpatial(input.Shape, _format, _axes.Length);
        var mask = UsesMask ? context.GetMask(input) : null;
        return new SymbolicTensor(Reduce(input.In(context), mask?.Value, _axes, KeepDims));
    }

    internal override int StepsAxis => _format.SpatialAxis(0);

    /// <summary>Whether what a mask leaves out does not count. As in Keras that is so of one layer alone.</summary>
    private protected virtual bool UsesMask => false;

    /// <summary>One number of all elements along axes.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="mask">Which steps count, where that is known: (batch, steps).</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether they stay.</param>
    private protected abstract Value Reduce(Value x, Value? mask, long[] axes, bool keepDims);
}
