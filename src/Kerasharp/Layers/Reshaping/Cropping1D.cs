namespace Kerasharp.Layers;

/// <summary>Cuts off the edges of a sequence.</summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, channels), where a size n becomes n - before - after, at
/// least 1.</para>
/// <para>Keras: <c>keras.layers.Cropping1D</c>.</para>
/// </remarks>
/// <example><code>new Cropping1D((1, 2))   // (None, 10, 3) becomes (None, 7, 3)</code></example>
public sealed class Cropping1D : Cropping
{
    /// <summary>A layer of what is cut off.</summary>
    /// <param name="cropping">How much: one number for both ends, or (before, after), each at least 0; 1 by default.</param>
    /// <param name="name">The layer's name; <c>cropping1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping1D(Margins1D? cropping = null, string? name = null)
        : base((cropping ?? 1).ToArray(), null, name) => Cropping = cropping ?? 1;

    /// <summary>How much is cut off.</summary>
    public Margins1D Cropping { get; }
}
