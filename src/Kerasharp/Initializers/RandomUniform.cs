namespace Kerasharp.Initializers;

/// <summary>Values spread evenly over a range. Keras: <c>random_uniform</c>.</summary>
public sealed class RandomUniform : RandomInitializer
{
    /// <summary>Values spread evenly from <paramref name="minval"/> to <paramref name="maxval"/>.</summary>
    /// <param name="minval">The lower bound.</param>
    /// <param name="maxval">The upper bound, no less than the lower.</param>
    /// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
    /// <exception cref="ArgumentException">The lower bound lies above the upper, or one is not a number.</exception>
    public RandomUniform(double minval = -0.05, double maxval = 0.05, int? seed = null)
        : base(seed)
    {
        if (!(minval <= maxval) || !double.IsFinite(maxval - minval))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The range from {minval} to {maxval} came; two finite bounds were expected, the lower first. "
                ) + "Exchange them, or give others."
            );
        Minval = minval;
        Maxval = maxval;
    }

    /// <summary>The lower bound.</summary>
    public double Minval { get; }

    /// <summary>The upper bound.</summary>
    public double Maxval { get; }

    /// <inheritdoc/>
    protected override void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        Distributions.Uniform(values, Minval, Maxval, random);
}
