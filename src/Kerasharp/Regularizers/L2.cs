namespace Kerasharp.Regularizers;

/// <summary>The sum of squares, times a factor: <c>l2 * sum(x^2)</c>.</summary>
/// <param name="l2">The factor, 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
/// <remarks>Keras: <c>keras.regularizers.L2</c>.</remarks>
/// <example><code>new Dense(64, kernelRegularizer: new L2(1e-4))</code></example>
public sealed class L2(double l2 = 0.01) : L1L2(l2: l2);
