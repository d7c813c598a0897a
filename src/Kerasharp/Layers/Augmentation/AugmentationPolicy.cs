namespace Kerasharp.Layers;

/// <summary>
/// What layers that choose among the other ones at random have in common: shear, translation, rotation, posterization, solarization,
/// <see cref="AutoContrast"/>, equalization, brightness, color degeneration, contrast and sharpness. Derive from <see cref="Layer"/> for layers
/// of one's own.
/// </summary>
public abstract class AugmentationPolicy : RandomImageAugmentation
{
    private protected AugmentationPolicy(
        Interval? valueRange,
        Factor factor,
        string interpolation,
        bool all,
        int? seed,
        string? dataFormat,
        string? name
    )
        : base(dataFormat, seed, name)
    {
        ValueRange = Interval.OfPixels(valueRange);
        Factor = factor.Within(0, 1, nameof(factor));
        Interpolation = Arguments.OneOf(interpolation, "interpolation", "bilinear", "nearest");
        Pool = new AugmentationPool(all ? [.. Always(), .. Strong()] : [.. Always()]);
    }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>How strongly images are changed.</summary>
    public Interval Factor { get; }

    /// <summary>How pixels are put together that are moved.</summary>
    public string Interpolation { get; }

    private protected AugmentationPool Pool { get; }

    internal override void Check(SymbolicTensor images) => Pool.Check(images);

    /// <summary>A number in [0, 1) that chooses for all images of the step.</summary>
    private protected SymbolicTensor Choice(CallContext context, SymbolicTensor images) =>
        UniformOfStep(context, images, Interval.Unit);

    private IEnumerable<ImageAugmentation> Always()
    {
        int bits = Math.Max(1, (int)(8 * Factor.Upper));
        yield return new RandomShear(
            Factor,
            Factor,
            interpolation: Interpolation,
            seed: Seed,
            dataFormat: DataFormat,
            name: "shear"
        );
        yield return new RandomTranslation(
            Factor,
            Factor,
            interpolation: Interpolation,
            seed: Seed,
            dataFormat: DataFormat,
            name: "translation"
        );
        yield return new RandomRotation(
            Factor,
            interpolation: Interpolation,
            seed: Seed,
            dataFormat: DataFormat,
            name: "rotation"
        );
        yield return new RandomPosterization(bits, ValueRange, DataFormat, Seed, "posterization");
        yield return new Solarization(Factor, Factor, ValueRange, Seed, DataFormat, "solarization");
        yield return new AutoContrast(ValueRange, DataFormat, "auto_contrast");
        yield return new Equalization(ValueRange, dataFormat: DataFormat, name: "equalization");
    }

    private IEnumerable<ImageAugmentation> Strong()
    {
        yield return new RandomBrightness(Factor, ValueRange, Seed, DataFormat, "brightness");
        yield return new RandomColorDegeneration(Factor, ValueRange, DataFormat, Seed, "degeneration");
        yield return new RandomContrast(Factor, ValueRange, Seed, DataFormat, "contrast");
        yield return new RandomSharpness(Factor, ValueRange, DataFormat, Seed, "sharpness");
    }
}
