namespace Kerasharp.Layers;

/// <summary>Puts zeros around an image.</summary>
/// <remarks>
/// <para>Input: (batch, height, width, channels). Output: (batch, newHeight, newWidth, channels), where a size n becomes before + n + after.
/// With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.ZeroPadding2D</c>.</para>
/// </remarks>
/// <example><code>new ZeroPadding2D((1, 2))   // (None, 28, 28, 3) becomes (None, 30, 32, 3)</code></example>
public sealed class ZeroPadding2D : ZeroPadding
{
    /// <summary>A layer of a border.</summary>
    /// <param name="padding">
    /// How many zeros: one number for all sides, (height, width) or ((top, bottom), (left, right)), each at least 0; 1 by default.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>zero_padding2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public ZeroPadding2D(Margins2D? padding = null, string? dataFormat = null, string? name = null)
        : base((padding ?? 1).ToArray(), dataFormat, name) => Padding = padding ?? 1;

    /// <summary>How many zeros stand around the input.</summary>
    public Margins2D Padding { get; }
}
