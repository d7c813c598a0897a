namespace Kerasharp.Constraints;

/// <summary>
/// Vectors whose lengths lie within bounds, or come nearer to that with each update:
/// <c>w * (rate * clip(|w|, minValue, maxValue) + (1 - rate) * |w|) / (|w| + 1e-7)</c>.
/// </summary>
/// <remarks>Keras: <c>keras.constraints.MinMaxNorm</c>.</remarks>
/// <example><code>new Dense(64, kernelConstraint: new MinMaxNorm(0.5, 2, rate: 0.1))</code></example>
public sealed class MinMaxNorm : NormConstraint
{
    /// <summary>Lengths within bounds.</summary>
    /// <param name="minValue">The least length, 0 or more.</param>
    /// <param name="maxValue">The greatest length, no less than the least.</param>
    /// <param name="rate">How much of the way each update goes, from 0 to 1; 1 for all of it.</param>
    /// <param name="axis">
    /// The axis, or the axes, of the vectors; 0 by default: a dense kernel (inputs, units) has a vector for each unit then. For a
    /// convolution's kernel (height, width, inputs, filters) <c>[0, 1, 2]</c> means one for each filter.
    /// </param>
    /// <exception cref="ArgumentException">The bounds or the rate are none of these.</exception>
    public MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, Axes? axis = null)
        : base(axis)
    {
        MinValue = Length(minValue, nameof(minValue));
        MaxValue = Length(maxValue, nameof(maxValue));
        if (minValue > maxValue)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Lengths from {minValue} to {maxValue} came; the lesser was expected first. Exchange them."
                )
            );
        Rate = rate is >= 0 and <= 1
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(rate),
                FormattableString.Invariant($"A rate of {rate} came; 0 to 1 was expected. Give a share, such as 1.")
            );
    }

    /// <summary>The least length.</summary>
    public double MinValue { get; }

    /// <summary>The greatest length.</summary>
    public double MaxValue { get; }

    /// <summary>How much of the way each update goes.</summary>
    public double Rate { get; }

    private protected override SymbolicTensor Desired(SymbolicTensor norms)
    {
        var clipped = Ops.Clip(norms, MinValue, MaxValue);
        return Rate == 1 ? clipped : Rate * clipped + (1 - Rate) * norms;
    }
}
