namespace Kerasharp.Layers;

/// <summary>
/// The mean of each of a given number of windows of a volume, channel by channel. Of a size n and an output m, window i goes
/// from floor(i n / m) to before ceil((i + 1) n / m); m need not divide n.
/// </summary>
/// <remarks>
/// <para>Input: (batch, depth, height, width, channels), of known sizes. Output: (batch, newDepth, newHeight, newWidth, channels).
/// With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.AdaptiveAveragePooling3D</c>.</para>
/// </remarks>
/// <example><code>new AdaptiveAveragePooling3D(4)   // (None, 8, 10, 7, 32) becomes (None, 4, 4, 4, 32)</code></example>
public sealed class AdaptiveAveragePooling3D : AdaptivePooling
{
    /// <summary>A layer of an output's size.</summary>
    /// <param name="outputSize">The output's depth, height and width, or one number for all, each at least 1.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>adaptive_average_pooling3d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public AdaptiveAveragePooling3D(Size3D outputSize, string? dataFormat = null, string? name = null)
        : base(AdaptiveRule.Mean, outputSize.ToArray(), dataFormat, name) => OutputSize = outputSize;

    /// <summary>The output's depth, height and width.</summary>
    public Size3D OutputSize { get; }
}
