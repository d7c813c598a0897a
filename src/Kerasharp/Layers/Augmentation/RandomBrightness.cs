namespace Kerasharp.Layers;

/// <summary>
/// While training, makes each image lighter or darker: y = x + d (highest - lowest), kept within the range of pixels, with a number d for
/// each image. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Keras: <c>keras.layers.RandomBrightness</c>.</para>
/// </remarks>
/// <example><code>
/// new RandomBrightness(0.2)                        // of bytes, from 51 darker to 51 lighter
/// new RandomBrightness((0, 0.2), valueRange: (0, 1))   // lighter alone
/// </code></example>
public sealed class RandomBrightness : RandomImageAugmentation
{
    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">The range of d, within -1 to 1: f stands for (-f, f); -1 is black, 1 is white.</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_brightness</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within -1 to 1, or the value range is none.</exception>
    public RandomBrightness(
        Factor factor,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = factor.Within(-1, 1, nameof(factor));
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range that d is drawn from.</summary>
    public Interval Factor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Uniform(context, images, (Factor.Lower * ValueRange.Length, Factor.Upper * ValueRange.Length))];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn) =>
        ValueRange.Clip(images + drawn[0]);
}
