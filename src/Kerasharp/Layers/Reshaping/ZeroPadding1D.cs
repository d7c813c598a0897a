namespace Kerasharp.Layers;

/// <summary>Puts zeros around a sequence.</summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, channels), where a size n becomes before + n + after.
/// With <c>channels_first</c> the channels are the second axis of both.</para>
/// <para>Keras: <c>keras.layers.ZeroPadding1D</c>.</para>
/// </remarks>
/// <example><code>new ZeroPadding1D((1, 2))   // (None, 10, 3) becomes (None, 13, 3)</code></example>
public sealed class ZeroPadding1D : ZeroPadding
{
    /// <summary>A layer of a border.</summary>
    /// <param name="padding">How many zeros: one number for both ends, or (before, after), each at least 0; 1 by default.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>zero_padding1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public ZeroPadding1D(Margins1D? padding = null, string? dataFormat = null, string? name = null)
        : base((padding ?? 1).ToArray(), dataFormat, name) => Padding = padding ?? 1;

    /// <summary>How many zeros stand around the input.</summary>
    public Margins1D Padding { get; }
}
