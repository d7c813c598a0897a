namespace Kerasharp.Layers;

/// <summary>
/// While training, turns the colours of each image around the circle of hues, by up to half of it in either direction. Outside training it
/// changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>Images have 3 channels. The hue, 0 to 1 around the circle, becomes hue ± f / 2 with a number f and a direction for each image.</para>
/// <para>Keras: <c>keras.layers.RandomHue</c>.</para>
/// </remarks>
/// <example><code>new RandomHue(0.1)   // by up to a twentieth of the circle</code></example>
public sealed class RandomHue : RandomImageAugmentation
{
    /// <summary>A layer of a factor.</summary>
    /// <param name="factor">The range of f, within 0 to 1: a number stands for (0, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_hue</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not within 0 to 1, or the value range is none.</exception>
    public RandomHue(
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
        var back = Chosen(context, images, (0.5, 0.5));
        var turn = Uniform(context, images, (Factor.Lower / 2, Factor.Upper / 2));
        return [Ops.Where(back, -turn, turn)];
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        int axis = Format.ChannelAxis(4);
        var (hue, saturation, value) = ImageColors.ToHsv(ValueRange.To(Interval.Unit, images), axis);
        var turned = ImageColors.FromHsv(hue + drawn[0], saturation, value, axis);
        return Interval.Unit.To(ValueRange, Ops.Clip(turned, 0, 1));
    }
}
