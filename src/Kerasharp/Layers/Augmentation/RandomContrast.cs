namespace Kerasharp.Layers;

/// <summary>
/// While training, moves the pixels of each image away from their mean or towards it: y = (x - mean) f + mean, kept within the range of
/// pixels, with the mean of each image and channel, and a number f for each image. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>f is drawn from 1 - lower to 1 + upper of the factor's range. As in Keras a single number stands for (0, number), and raises
/// contrast alone; a pair does both.</para>
/// <para>Keras: <c>keras.layers.RandomContrast</c>.</para>
/// </remarks>
/// <example><code>new RandomContrast((0.3, 0.3))   // f from 0.7 to 1.3</code></example>
public sealed class RandomContrast : BlendAugmentation
{
    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">How far f may lie below and above 1, each 0 to 1; a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_contrast</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomContrast(
        Factor factor,
        Interval? valueRange = null,
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(factor.Within(0, 1, nameof(factor)), valueRange, dataFormat, seed, name) { }

    private protected override Interval Shares => (-Factor.Upper, Factor.Lower);

    private protected override SymbolicTensor Poorer(SymbolicTensor images) =>
        Ops.Mean(images, [Format.SpatialAxis(0), Format.SpatialAxis(1)], keepDims: true);
}
