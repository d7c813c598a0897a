namespace Kerasharp.Constraints;

/// <summary>Vectors no longer than a maximum: <c>w * clip(|w|, 0, maxValue) / (|w| + 1e-7)</c>.</summary>
/// <param name="maxValue">The greatest length, 0 or more.</param>
/// <param name="axis">
/// The axis, or the axes, of the vectors; 0 by default: a dense kernel (inputs, units) has a vector for each unit then. For a
/// convolution's kernel (height, width, inputs, filters) <c>[0, 1, 2]</c> means one for each filter.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The maximum is negative or not finite.</exception>
/// <remarks>Keras: <c>keras.constraints.MaxNorm</c>; Srivastava and others (2014).</remarks>
/// <example><code>new Conv2D(32, 3, kernelConstraint: new MaxNorm(2, axis: [0, 1, 2]))</code></example>
public sealed class MaxNorm(double maxValue = 2, Axes? axis = null) : NormConstraint(axis)
{
    /// <summary>The greatest length.</summary>
    public double MaxValue { get; } = Length(maxValue, nameof(maxValue));

    private protected override SymbolicTensor Desired(SymbolicTensor norms) => Ops.Clip(norms, 0, MaxValue);
}
