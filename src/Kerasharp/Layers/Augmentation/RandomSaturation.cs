namespace Kerasharp.Layers;

/// <summary>
/// While training, makes the colours of each image paler or stronger. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Images have 3 channels. The saturation s, 0 to 1, becomes min(s f / (1 - f), 1) with a number f for each image. (Keras 3.16 lets it
/// grow to the highest pixel, so that pixels of 0 to 255 become negative for f above 0.5; it is kept at 1 here, as Keras keeps it where pixels
/// are 0 to 1.)</para>
/// <para>Keras: <c>keras.layers.RandomSaturation</c>.</para>
/// </remarks>
/// <example><code>new RandomSaturation((0.3, 0.7))   // from 3/7 to 7/3 of the saturation</code></example>
public sealed class RandomSaturation : RandomImageAugmentation
{
    // Keras's; a factor of 1 would divide by 0.
    private const double Epsilon = 1e-7;

    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">The range of f, within 0 (gray) over 0.5 (as it is) to 1 (no gray at all): a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_saturation</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomSaturation(
        Factor factor,
        Interval? valueRange = null,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = factor.Within(0, 1, nameof(factor));
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range that f is drawn from.</summary>
    public Interval Factor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    internal override void Check(SymbolicTensor images) => ImageColors.Check(this, images, Format.ChannelAxis(4), 3);

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        var f = Uniform(context, images, Factor);
        return [f / (1 - f + Epsilon)];
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        int axis = Format.ChannelAxis(4);
        var (hue, saturation, value) = ImageColors.ToHsv(ValueRange.To(Interval.Unit, images), axis);
        var changed = ImageColors.FromHsv(hue, Ops.Minimum(saturation * drawn[0], 1), value, axis);
        return Interval.Unit.To(ValueRange, changed);
    }
}
