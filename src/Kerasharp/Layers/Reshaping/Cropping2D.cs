namespace Kerasharp.Layers;

/// <summary>Cuts off the edges of an image.</summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, newHeight, newWidth, channels), where a size n becomes n - before -
/// after, at least 1. With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.Cropping2D</c>.</para>
/// </remarks>
/// <example><code>new Cropping2D((1, 2))   // (None, 28, 28, 3) becomes (None, 26, 24, 3)</code></example>
public sealed class Cropping2D : Cropping
{
    /// <summary>A layer of what is cut off.</summary>
    /// <param name="cropping">
    /// How much: one number for all sides, (height, width) or ((top, bottom), (left, right)), each at least 0; 0 by default.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>cropping2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public Cropping2D(Margins2D? cropping = null, string? dataFormat = null, string? name = null)
        : base((cropping ?? 0).ToArray(), dataFormat, name) => Cropping = cropping ?? 0;

    /// <summary>How much is cut off.</summary>
    public Margins2D Cropping { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => FormatName;
}
