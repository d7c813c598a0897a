namespace Kerasharp.Layers;

/// <summary>
/// While training, takes colour from each image: y = x + f (gray(x) - x) with a number f for each image, where gray is
/// 0.2989 red + 0.587 green + 0.114 blue. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Images have 3 channels, or 1, which stays as it is.</para>
/// <para>Keras: <c>keras.layers.RandomColorDegeneration</c>.</para>
/// </remarks>
/// <example><code>new RandomColorDegeneration(0.5)   // from all colour to half of it</code></example>
public sealed class RandomColorDegeneration : BlendAugmentation
{
    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">The range of f, within 0 (as it is) to 1 (without colour): a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_color_degeneration</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomColorDegeneration(
        Factor factor,
        Interval? valueRange = null,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(factor.Within(0, 1, nameof(factor)), valueRange, dataFormat, seed, name) { }

    private protected override Interval Shares => Factor;

    internal override void Check(SymbolicTensor images) => ImageColors.Check(this, images, Format.ChannelAxis(4), 3, 1);

    private protected override SymbolicTensor Poorer(SymbolicTensor images) =>
        ImageColors.Gray(images, Format.ChannelAxis(4));
}
