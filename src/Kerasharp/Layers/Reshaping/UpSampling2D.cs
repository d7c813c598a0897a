namespace Kerasharp.Layers;

/// <summary>Images made larger by whole factors: each pixel repeated, or those between found by interpolation.</summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, newHeight, newWidth, channels), each size times its factor. With
/// <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.UpSampling2D</c>.</para>
/// </remarks>
/// <example><code>new UpSampling2D(2)   // (None, 14, 14, 3) becomes (None, 28, 28, 3)</code></example>
public sealed class UpSampling2D : UpSampling
{
    /// <summary>A layer of factors.</summary>
    /// <param name="size">The factors of height and width, or one number for both, each at least 1; 2 by default.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="interpolation">
    /// <c>"nearest"</c> repeats pixels. <c>"bilinear"</c> takes a weighted mean of the nearest two along each axis, <c>"bicubic"</c> of
    /// four by Keys's curve (a = -0.5), <c>"lanczos3"</c> of six and <c>"lanczos5"</c> of ten by Lanczos's windowed sine; the last two
    /// need known sizes. Centres of pixels lie at halves, and pixels outside of the image do not count.
    /// </param>
    /// <param name="name">The layer's name; <c>up_sampling2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    /// <exception cref="ArgumentException">The data format or the interpolation is unknown.</exception>
    public UpSampling2D(
        Size2D? size = null,
        string? dataFormat = null,
        string interpolation = "nearest",
        string? name = null
    )
        : base((size ?? 2).ToArray(), dataFormat, interpolation, name) => Size = size ?? 2;

    /// <summary>The factors.</summary>
    public Size2D Size { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => FormatName;

    /// <summary>How pixels between pixels are found.</summary>
    public string Interpolation => InterpolationName;
}
