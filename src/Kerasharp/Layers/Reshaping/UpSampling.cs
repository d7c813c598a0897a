namespace Kerasharp.Layers;

/// <summary>
/// What layers that make sequences, images and volumes larger have in common. Derive from <see cref="Layer"/> for layers of one's
/// own.
/// </summary>
public abstract class UpSampling : Layer
{
    private readonly long[] _factors;
    private readonly DataFormat _format;
    private readonly string _interpolation;

    private protected UpSampling(long[] size, string? dataFormat, string interpolation, string? name)
        : base(name)
    {
        _factors = Arguments.Positive(size, nameof(size));
        _format = DataFormat.Of(dataFormat);
        _interpolation = ImageInterpolation.Known(interpolation);
    }

    private protected string FormatName => _format.Name;

    private protected string InterpolationName => _interpolation;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        this.CheckSpatial(input.Shape, _format, _factors.Length);
        if (ImageInterpolation.NeedsSizes(_interpolation))
            this.KnownSizes(input.Shape, _format, ", or use interpolation: \"bicubic\"");
        if (Array.TrueForAll(_factors, f => f == 1))
            return input;
        // Elements that are repeated keep their type.
        var x = _interpolation == "nearest" ? input.Value : input.In(context);
        var y = ImageInterpolation.Enlarge(_format.ToChannelsFirst(x), _interpolation, _factors);
        return new SymbolicTensor(_format.FromChannelsFirst(y));
    }
}
