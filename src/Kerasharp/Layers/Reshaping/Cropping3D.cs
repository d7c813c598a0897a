namespace Kerasharp.Layers;

/// <summary>Cuts off the edges of a volume.</summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels). Output: (batch, newDepth, newHeight, newWidth, channels), where a size n
/// becomes n - before - after, at least 1. With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.Cropping3D</c>.</para>
/// </remarks>
/// <example><code>new Cropping3D(1)   // (None, 8, 28, 28, 3) becomes (None, 6, 26, 26, 3)</code></example>
public sealed class Cropping3D : Cropping
{
    /// <summary>A layer of what is cut off.</summary>
    /// <param name="cropping">
    /// How much: one number for all sides, (depth, height, width) or ((front, back), (top, bottom), (left, right)), each at least 0; 1 by
    /// default.
    /// </param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>cropping3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public Cropping3D(Margins3D? cropping = null, string? dataFormat = null, string? name = null)
        : base((cropping ?? 1).ToArray(), dataFormat, name) => Cropping = cropping ?? 1;

    /// <summary>How much is cut off.</summary>
    public Margins3D Cropping { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => FormatName;
}
