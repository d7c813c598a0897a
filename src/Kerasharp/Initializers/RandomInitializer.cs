namespace Kerasharp.Initializers;

/// <summary>
/// The base of initializers that draw random numbers. With a seed of its own an initializer gives the same values for the same
/// shape each time; without one it draws from the model's stream, so that weights differ though they share an initializer.
/// </summary>
/// <param name="seed">The seed; null to draw from the model's stream.</param>
public abstract class RandomInitializer(int? seed) : Initializer
{
    /// <summary>The seed; null when the model's stream is drawn from.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    public sealed override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        Draw(values, shape, Seed is { } seed ? new RandomSource((ulong)seed) : random);

    /// <summary>Writes the values, drawn from the stream that the seed decided on.</summary>
    /// <param name="values">Where they go: as many as the shape holds, the last axis running fastest.</param>
    /// <param name="shape">The weight's shape in Keras's order of axes.</param>
    /// <param name="random">The stream to draw from.</param>
    protected abstract void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random);
}
