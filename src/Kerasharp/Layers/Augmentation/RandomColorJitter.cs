namespace Kerasharp.Layers;

/// <summary>
/// While training, changes brightness, contrast, saturation and hue of each image, one after the other, those that have a factor. Outside
/// training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>As <see cref="RandomBrightness"/>, <see cref="RandomContrast"/>, <see cref="RandomSaturation"/> and <see cref="RandomHue"/> in a row.</para>
/// <para>Keras: <c>keras.layers.RandomColorJitter</c>.</para>
/// </remarks>
/// <example><code>new RandomColorJitter(brightnessFactor: 0.2, hueFactor: 0.05)</code></example>
public sealed class RandomColorJitter : RandomImageAugmentation
{
    private readonly RandomImageAugmentation[] _parts;

    /// <summary>A layer of up to four factors.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="brightnessFactor">As <see cref="RandomBrightness"/> takes it; none leaves brightness as it is.</param>
    /// <param name="contrastFactor">As <see cref="RandomContrast"/> takes it; none leaves contrast as it is.</param>
    /// <param name="saturationFactor">As <see cref="RandomSaturation"/> takes it; none leaves saturation as it is.</param>
    /// <param name="hueFactor">As <see cref="RandomHue"/> takes it; none leaves the hue as it is.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_color_jitter</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not what its layer takes, or the value range is none.</exception>
    public RandomColorJitter(
        Interval? valueRange = null,
        Factor? brightnessFactor = null,
        Factor? contrastFactor = null,
        Factor? saturationFactor = null,
        Factor? hueFactor = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        ValueRange = Interval.OfPixels(valueRange);
        BrightnessFactor = brightnessFactor?.Within(-1, 1, nameof(brightnessFactor));
        ContrastFactor = contrastFactor?.Within(0, 1, nameof(contrastFactor));
        SaturationFactor = saturationFactor?.Within(0, 1, nameof(saturationFactor));
        HueFactor = hueFactor?.Within(0, 1, nameof(hueFactor));
        RandomImageAugmentation?[] parts =
        [
            BrightnessFactor is { } b ? new RandomBrightness(b, ValueRange, seed, dataFormat, "brightness") : null,
            ContrastFactor is { } c ? new RandomContrast(c, ValueRange, seed, dataFormat, "contrast") : null,
            SaturationFactor is { } s ? new RandomSaturation(s, ValueRange, dataFormat, seed, "saturation") : null,
            HueFactor is { } h ? new RandomHue(h, ValueRange, dataFormat, seed, "hue") : null,
        ];
        _parts = [.. parts.OfType<RandomImageAugmentation>()];
    }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>The range of the change of brightness, if there is one.</summary>
    public Interval? BrightnessFactor { get; }

    /// <summary>How far contrast may lie below and above 1, if it is changed.</summary>
    public Interval? ContrastFactor { get; }

    /// <summary>The range of the factor of saturation, if there is one.</summary>
    public Interval? SaturationFactor { get; }

    /// <summary>The range of the turn of hues, if there is one.</summary>
    public Interval? HueFactor { get; }

    internal override void Check(SymbolicTensor images)
    {
        if (SaturationFactor is not null || HueFactor is not null)
            ImageColors.Check(this, images, Format.ChannelAxis(4), 3);
    }

    /// <summary>One number for each part.</summary>
    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [.. _parts.SelectMany(p => p.Draw(context, images))];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        for (int i = 0; i < _parts.Length; i++)
            images = _parts[i].Transform(images, [drawn[i]]);
        return images;
    }
}
