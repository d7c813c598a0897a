namespace Kerasharp.Layers;

/// <summary>
/// While training, adds a number to the pixels of each image, and inverts those that come to lie at or above a threshold: of pixels as bytes,
/// z = x + a, kept within 0 to 255; y = z where z is less than t, otherwise 255 - z. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>a and t are drawn for each image from lower to 255 upper of their factors' ranges: as in Keras, the upper bounds alone are parts of
/// 255. Without factors all pixels are inverted.</para>
/// <para>Keras: <c>keras.layers.Solarization</c>.</para>
/// </remarks>
/// <example><code>new Solarization(additionFactor: 0.3, thresholdFactor: 1)</code></example>
public sealed class Solarization : RandomImageAugmentation
{
    /// <summary>A layer of two factors.</summary>
    /// <param name="additionFactor">The range of what is added, within 0 to 1: a number stands for (0, number).</param>
    /// <param name="thresholdFactor">The range of the threshold, within 0 to 1: a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>solarization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not within 0 to 1, or the value range is none.</exception>
    public Solarization(
        Factor additionFactor = default,
        Factor thresholdFactor = default,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        AdditionFactor = additionFactor.Within(0, 1, nameof(additionFactor));
        ThresholdFactor = thresholdFactor.Within(0, 1, nameof(thresholdFactor));
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range of what is added.</summary>
    public Interval AdditionFactor { get; }

    /// <summary>The range of the threshold.</summary>
    public Interval ThresholdFactor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Uniform(context, images, InBytes(AdditionFactor)), Uniform(context, images, InBytes(ThresholdFactor))];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var bytes = Interval.Bytes.Clip(ValueRange.To(Interval.Bytes, images) + drawn[0]);
        return Interval.Bytes.To(ValueRange, Ops.Where(Ops.Less(bytes, drawn[1]), bytes, 255 - bytes));
    }

    private static Interval InBytes(Interval factor) => (factor.Lower, factor.Upper * 255);
}
