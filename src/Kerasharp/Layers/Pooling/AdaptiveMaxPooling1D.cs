namespace Kerasharp.Layers;

/// <summary>
/// The greatest element of each of a given number of windows of a sequence, channel by channel. Of a size n and an output m, window i goes
/// from floor(i n / m) to before ceil((i + 1) n / m); m need not divide n.
/// </summary>
/// <remarks>
/// <para>Input: (batch, steps, channels), of known sizes. Output: (batch, newSteps, channels). With <c>channels_first</c> the
/// channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.AdaptiveMaxPooling1D</c>.</para>
/// </remarks>
/// <example><code>new AdaptiveMaxPooling1D(4)   // (None, 10, 32) becomes (None, 4, 32)</code></example>
public sealed class AdaptiveMaxPooling1D : AdaptivePooling
{
    /// <summary>A layer of an output's size.</summary>
    /// <param name="outputSize">The output's length, at least 1.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>adaptive_max_pooling1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public AdaptiveMaxPooling1D(int outputSize, string? dataFormat = null, string? name = null)
        : base(AdaptiveRule.Greatest, [outputSize], dataFormat, name) => OutputSize = outputSize;

    /// <summary>The output's length.</summary>
    public int OutputSize { get; }
}
