namespace Kerasharp.Regularizers;

/// <summary>
/// The sum of absolute values and the sum of squares, each times a factor: <c>l1 * sum(|x|) + l2 * sum(x^2)</c>.
/// </summary>
/// <param name="l1">The factor of absolute values, 0 or more.</param>
/// <param name="l2">The factor of squares, 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
/// <remarks>Keras: <c>keras.regularizers.L1L2</c>; the name <c>"l1_l2"</c> means factors of 0.01, as Keras documents it.</remarks>
/// <example><code>new Dense(64, kernelRegularizer: new L1L2(l1: 1e-5, l2: 1e-4))</code></example>
public class L1L2(double l1 = 0.0, double l2 = 0.0) : Regularizer
{
    /// <summary>The factor of absolute values.</summary>
    public double L1 { get; } = CheckFactor(l1, nameof(l1));

    /// <summary>The factor of squares.</summary>
    public double L2 { get; } = CheckFactor(l2, nameof(l2));

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x) =>
        (L1, L2) switch
        {
            (0, 0) => Ops.Constant(0, x),
            (_, 0) => L1 * Ops.Sum(Ops.Absolute(x)),
            (0, _) => L2 * Ops.Sum(Ops.Square(x)),
            _ => L1 * Ops.Sum(Ops.Absolute(x)) + L2 * Ops.Sum(Ops.Square(x)),
        };
}
