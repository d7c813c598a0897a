namespace Kerasharp.Layers;

/// <summary>
/// While training, sets a random part of the channels of sequences to 0, each as a whole, and scales the others by 1 / (1 - rate). Where
/// neighbours resemble each other, dropping single elements hides little. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, steps, channels).</para>
/// <para>Keras: <c>keras.layers.SpatialDropout1D</c>. Tompson and others 2014.</para>
/// </remarks>
/// <example><code>new SpatialDropout1D(0.2)   // behind new Embedding(1000, 64)</code></example>
public sealed class SpatialDropout1D : SpatialDropout
{
    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part of the channels that are set to 0, 0 to 1.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>spatial_dropout1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 to 1.</exception>
    public SpatialDropout1D(double rate, int? seed = null, string? name = null)
        : base(rate, ["steps"], null, seed, name) { }
}
