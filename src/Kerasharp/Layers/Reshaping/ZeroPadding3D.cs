namespace Kerasharp.Layers;

/// <summary>Puts zeros around a volume.</summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels). Output: (batch, newDepth, newHeight, newWidth, channels), where a size n
/// becomes before + n + after. With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.ZeroPadding3D</c>.</para>
/// </remarks>
/// <example><code>new ZeroPadding3D(1)   // (None, 8, 28, 28, 3) becomes (None, 10, 30, 30, 3)</code></example>
public sealed class ZeroPadding3D : ZeroPadding
{
    /// <summary>A layer of a border.</summary>
    /// <param name="padding">
    /// How many zeros: one number for all sides, (depth, height, width) or ((front, back), (top, bottom), (left, right)), each at least
    /// 0; 1 by default.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>zero_padding3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public ZeroPadding3D(Margins3D? padding = null, string? dataFormat = null, string? name = null)
        : base((padding ?? 1).ToArray(), dataFormat, name) => Padding = padding ?? 1;

    /// <summary>How many zeros stand around the input.</summary>
    public Margins3D Padding { get; }
}
