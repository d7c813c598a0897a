namespace Kerasharp.Regularizers;

/// <summary>The sum of absolute values and the sum of squares, each times a factor.</summary>
/// <param name="l1">The factor of absolute values, 0 or more.</param>
/// <param name="l2">The factor of squares, 0 or more.</param>
/// <remarks>Keras: <c>keras.regularizers.L1L2</c>; the name <c>"l1_l2"</c> means factors of 0.01, as in <c>keras.regularizers.l1_l2</c>.</remarks>
public sealed class L1L2(double l1 = 0.0, double l2 = 0.0) : Regularizer
{
    private readonly double _l1 = Factor(l1, nameof(l1));
    private readonly double _l2 = Factor(l2, nameof(l2));

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x) =>
        _l1 * Ops.Sum(Ops.Absolute(x)) + _l2 * Ops.Sum(Ops.Square(x));
}
