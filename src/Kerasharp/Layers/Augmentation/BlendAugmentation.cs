namespace Kerasharp.Layers;

/// <summary>
/// What layers that mix each image with a poorer one of it have in common: y = x + w (poorer(x) - x), kept within the range of pixels,
/// with a weight w for each image; a negative one leads away from the poorer image. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class BlendAugmentation : RandomImageAugmentation
{
    private protected BlendAugmentation(
        Interval factor,
        Interval? valueRange,
        string? dataFormat,
        int? seed,
        string? name
    )
        : base(dataFormat, seed, name)
    {
        Factor = factor;
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range that the factor is drawn from.</summary>
    public Interval Factor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>The range that the poorer image's weight is drawn from.</summary>
    private protected abstract Interval Shares { get; }

    /// <summary>The poorer images, or what broadcasts to them.</summary>
    private protected abstract SymbolicTensor Poorer(SymbolicTensor images);

    internal sealed override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Uniform(context, images, Shares)];

    internal sealed override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn) =>
        ValueRange.Clip(images + drawn[0] * (Poorer(images) - images));
}
