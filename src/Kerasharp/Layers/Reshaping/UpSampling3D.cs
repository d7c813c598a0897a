namespace Kerasharp.Layers;

/// <summary>Volumes made larger by whole factors: each element repeated along each axis.</summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels). Output: (batch, newDepth, newHeight, newWidth, channels), each size times
/// its factor. With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.UpSampling3D</c>.</para>
/// </remarks>
/// <example><code>new UpSampling3D(2)   // (None, 4, 14, 14, 3) becomes (None, 8, 28, 28, 3)</code></example>
public sealed class UpSampling3D : UpSampling
{
    /// <summary>A layer of factors.</summary>
    /// <param name="size">The factors of depth, height and width, or one number for all, each at least 1; 2 by default.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>up_sampling3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public UpSampling3D(Size3D? size = null, string? dataFormat = null, string? name = null)
        : base((size ?? 2).ToArray(), dataFormat, "nearest", name) => Size = size ?? 2;

    /// <summary>The factors.</summary>
    public Size3D Size { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => FormatName;
}
