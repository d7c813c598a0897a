namespace Kerasharp.Initializers;

/// <summary>
/// Values of a normal distribution; those further than two standard deviations from the mean are drawn anew, so that the values'
/// own deviation is 0.88 times the given one. Keras: <c>truncated_normal</c>.
/// </summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation before the cut, 0 or more.</param>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
public sealed class TruncatedNormal(double mean = 0, double stddev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <summary>The mean.</summary>
    public double Mean { get; } = mean;

    /// <summary>The standard deviation before the cut.</summary>
    public double Stddev { get; } = Distributions.CheckDeviation(stddev);

    /// <inheritdoc/>
    protected override void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        Distributions.TruncatedNormal(values, Mean, Stddev, random);
}
