using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What poolings to an output of a given size have in common. Derive from <see cref="Layer"/> for layers of one's own.</summary>
public abstract class AdaptivePooling : Layer
{
    private readonly AdaptiveRule _rule;
    private readonly long[] _outputSize;
    private readonly DataFormat _format;

    private protected AdaptivePooling(AdaptiveRule rule, long[] outputSize, string? dataFormat, string? name)
        : base(name)
    {
        _rule = rule;
        _outputSize = Arguments.Positive(outputSize, nameof(outputSize));
        _format = Layers.DataFormat.Of(dataFormat);
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        this.CheckSpatial(input.Shape, _format, _outputSize.Length);
        long[] sizes = this.KnownSizes(input.Shape, _format, ", or pool with a window of a fixed size");
        var y = _format.ToChannelsFirst(input.In(context));
        // Windows are boxes: what is true of all axes together is true of one after the other.
        long[] factors = sizes.Zip(_outputSize, (size, output) => size % output == 0 ? size / output : 1).ToArray();
        if (Array.Exists(factors, f => f > 1))
            y = _rule.Pool(y, factors);
        for (int i = 0; i < sizes.Length; i++)
            if (sizes[i] % _outputSize[i] != 0)
                y = _rule.Along(y, i + 2, AdaptiveWindows.Of(sizes[i], _outputSize[i]));
        return new SymbolicTensor(_format.FromChannelsFirst(y));
    }
}
