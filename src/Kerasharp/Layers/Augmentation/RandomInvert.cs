namespace Kerasharp.Layers;

/// <summary>While training, inverts some images: y = highest - x. Outside training it changes nothing.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Keras: <c>keras.layers.RandomInvert</c>.</para>
/// </remarks>
/// <example><code>new RandomInvert((0.1, 0.1))   // one image of ten</code></example>
public sealed class RandomInvert : OccasionalAugmentation
{
    /// <summary>A layer of a probability.</summary>
    /// <param name="factor">The range from which each image's probability to be inverted is drawn, within 0 to 1: a number stands for
    /// (0, number), so that 1, the default, inverts half of the images.</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_invert</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomInvert(
        Factor? factor = null,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = (factor ?? 1).Within(0, 1, nameof(factor));
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range from which each image's probability is drawn.</summary>
    public Interval Factor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    private protected override Interval Probability => Factor;

    private protected override SymbolicTensor Change(SymbolicTensor images, SymbolicTensor[] drawn) =>
        ValueRange.Upper - images;
}
