namespace Kerasharp.Regularizers;

/// <summary>The sum of squares, times a factor.</summary>
/// <param name="l2">The factor, 0 or more.</param>
/// <remarks>Keras: <c>keras.regularizers.L2</c>.</remarks>
public sealed class L2(double l2 = 0.01) : Regularizer
{
    private readonly double _l2 = Factor(l2, nameof(l2));

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x) => _l2 * Ops.Sum(Ops.Square(x));
}
