namespace Kerasharp.Layers;

/// <summary>Each step of a sequence a number of times in succession.</summary>
/// <remarks>
/// <para>Input: (batch, steps, channels). Output: (batch, newSteps, channels), each size times its factor.</para>
/// <para>Keras: <c>keras.layers.UpSampling1D</c>.</para>
/// </remarks>
/// <example><code>new UpSampling1D(2)   // (None, 10, 3) becomes (None, 20, 3)</code></example>
public sealed class UpSampling1D : UpSampling
{
    /// <summary>A layer of a factor.</summary>
    /// <param name="size">The factor, at least 1; 2 by default.</param>
    /// <param name="name">The layer's name; <c>up_sampling1d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public UpSampling1D(int size = 2, string? name = null)
        : base([size], null, "nearest", name) => Size = size;

    /// <summary>The factor.</summary>
    public int Size { get; }
}
