namespace Kerasharp.Layers;

/// <summary>
/// Spreads the pixels of each image and channel over the whole range: the darkest becomes the least number, the lightest the greatest. It acts
/// outside training, too.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>A channel of one colour stays as it is.</para>
/// <para>Keras: <c>keras.layers.AutoContrast</c>.</para>
/// </remarks>
/// <example><code>new AutoContrast(valueRange: (0, 1))</code></example>
public sealed class AutoContrast : ImageAugmentation
{
    /// <summary>A layer for a range of pixels.</summary>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>auto_contrast</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value range is none.</exception>
    public AutoContrast(Interval? valueRange = null, string? dataFormat = null, string? name = null)
        : base(dataFormat, name) => ValueRange = Interval.OfPixels(valueRange);

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    internal override bool ActsAlways => true;

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var low = OverPixels(images, Ops.Min);
        var length = OverPixels(images, Ops.Max) - low;
        var spreads = Ops.Greater(length, 0);
        var scale = ValueRange.Length / Ops.Where(spreads, length, Ops.Constant(1, length));
        var spread = (images - low) * scale + ValueRange.Lower;
        return Ops.Where(spreads, ValueRange.Clip(spread), images);
    }

    private SymbolicTensor OverPixels(SymbolicTensor images, Func<SymbolicTensor, int, bool, SymbolicTensor> reduce) =>
        reduce(reduce(images, Format.SpatialAxis(0), true), Format.SpatialAxis(1), true);
}
