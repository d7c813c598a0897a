namespace Kerasharp.Layers;

/// <summary>
/// While training, sets a random part of the channels of images to 0, each as a whole, and scales the others by 1 / (1 - rate). Where
/// neighbours resemble each other, dropping single elements hides little. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) with <c>channels_last</c>, (batch, channels, height, width) with <c>channels_first</c>.</para>
/// <para>Keras: <c>keras.layers.SpatialDropout2D</c>. Tompson and others 2014.</para>
/// </remarks>
/// <example><code>new SpatialDropout2D(0.2)</code></example>
public sealed class SpatialDropout2D : SpatialDropout
{
    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part of the channels that are set to 0, 0 to 1.</param>
    /// <param name="dataFormat"><c>channels_last</c> (the default) or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>spatial_dropout2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 to 1.</exception>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public SpatialDropout2D(double rate, string? dataFormat = null, int? seed = null, string? name = null)
        : base(rate, ["height", "width"], dataFormat, seed, name) { }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => FormatName;
}
