namespace Kerasharp.Layers;

/// <summary>
/// While training, changes images in a few ways one after the other, each chosen among eleven in each step. Outside training it changes
/// nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format. Height, width and the number of channels, 3
/// or 1, must be known.</para>
/// <para>The ways: shear, translation, rotation, brightness, color degeneration, contrast, sharpness, posterization, solarization,
/// <see cref="AutoContrast"/> and equalization, each with the factor. As in Keras all images of a step are changed in the same ways, each by
/// numbers of its own; a step computes only what it has chosen.</para>
/// <para>Keras: <c>keras.layers.RandAugment</c>. Cubuk and others 2019.</para>
/// </remarks>
/// <example><code>new RandAugment(numOps: 3, factor: 0.3)</code></example>
public sealed class RandAugment : AugmentationPolicy
{
    /// <summary>A layer of a number of ways.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="numOps">In how many ways images are changed.</param>
    /// <param name="factor">How strongly, within 0 to 1: a number stands for (0, number); 0.5 by default.</param>
    /// <param name="interpolation">How pixels are put together that are moved: <c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>rand_augment</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The factor is not within 0 to 1, there is not one way, the value range is none, or the interpolation
    /// is not known.</exception>
    public RandAugment(
        Interval? valueRange = null,
        int numOps = 2,
        Factor? factor = null,
        string interpolation = "bilinear",
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(valueRange, factor ?? 0.5, interpolation, true, seed, dataFormat, name) =>
        NumOps = Arguments.Positive(numOps, nameof(numOps));

    /// <summary>In how many ways images are changed.</summary>
    public int NumOps { get; }

    internal override SymbolicTensor Augment(CallContext context, SymbolicTensor images)
    {
        var drawn = Pool.Draw(context, images);
        for (int i = 0; i < NumOps; i++)
            images = Pool.Apply(images, drawn, Choice(context, images), Pool.Count);
        return images;
    }
}
