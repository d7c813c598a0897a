namespace Kerasharp.Layers;

/// <summary>
/// While training, takes the colour from some images: all channels become 0.2989 red + 0.587 green + 0.114 blue. Outside training it
/// changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Images have 3 channels, or 1, which stays as it is.</para>
/// <para>Keras: <c>keras.layers.RandomGrayscale</c>.</para>
/// </remarks>
/// <example><code>new RandomGrayscale(0.1)   // one image of ten</code></example>
public sealed class RandomGrayscale : OccasionalAugmentation
{
    /// <summary>A layer of a probability.</summary>
    /// <param name="factor">The probability that an image loses its colour, 0 to 1.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_grayscale</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not 0 to 1.</exception>
    public RandomGrayscale(double factor = 0.5, string? dataFormat = null, int? seed = null, string? name = null)
        : base(dataFormat, seed, name) =>
        Factor = factor is >= 0 and <= 1
            ? factor
            : throw new ArgumentOutOfRangeException(
                nameof(factor),
                FormattableString.Invariant(
                    $"A factor of {factor} came; a probability of 0 to 1 was expected. Give such a number."
                )
            );

    /// <summary>The probability that an image loses its colour.</summary>
    public double Factor { get; }

    private protected override Interval Probability => (Factor, Factor);

    internal override void Check(SymbolicTensor images) => ImageColors.Check(this, images, Format.ChannelAxis(4), 3, 1);

    private protected override SymbolicTensor Change(SymbolicTensor images, SymbolicTensor[] drawn) =>
        ImageColors.Gray(images, Format.ChannelAxis(4));
}
