namespace Kerasharp.Initializers;

/// <summary>Values of a normal distribution. Keras: <c>random_normal</c>.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation, 0 or more.</param>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
public sealed class RandomNormal(double mean = 0, double stddev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <summary>The mean.</summary>
    public double Mean { get; } = mean;

    /// <summary>The standard deviation.</summary>
    public double Stddev { get; } = Distributions.CheckDeviation(stddev);

    /// <inheritdoc/>
    protected override void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        Distributions.Normal(values, Mean, Stddev, random);
}
