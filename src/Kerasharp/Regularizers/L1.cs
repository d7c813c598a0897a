namespace Kerasharp.Regularizers;

/// <summary>The sum of absolute values, times a factor: <c>l1 * sum(|x|)</c>.</summary>
/// <param name="l1">The factor, 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
/// <remarks>Keras: <c>keras.regularizers.L1</c>.</remarks>
/// <example><code>new Dense(64, kernelRegularizer: new L1(1e-4))</code></example>
public sealed class L1(double l1 = 0.01) : L1L2(l1);
