namespace Kerasharp.Regularizers;

/// <summary>The sum of absolute values, times a factor.</summary>
/// <param name="l1">The factor, 0 or more.</param>
/// <remarks>Keras: <c>keras.regularizers.L1</c>.</remarks>
public sealed class L1(double l1 = 0.01) : Regularizer
{
    private readonly double _l1 = Factor(l1, nameof(l1));

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x) => _l1 * Ops.Sum(Ops.Absolute(x));
}
