namespace Kerasharp.Losses;

/// <summary>
/// A crossentropy that wrong labels harm less: (1 - p^q) / q of the right class's probability p. As q goes to 0 it becomes -log p, as it
/// goes to 1 it becomes 1 - p.
/// </summary>
/// <remarks>
/// Keras: <c>keras.losses.CategoricalGeneralizedCrossEntropy</c>. Zhang, Sabuncu: Generalized cross entropy loss for training deep neural
/// networks with noisy labels, 2018. Right behind a softmax the loss is computed from the softmax's input; elsewhere a probability of 0
/// has no gradient, which would be infinite.
/// </remarks>
/// <param name="q">How far the loss is from the crossentropy: above 0, below 1.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">q is not between 0 and 1.</exception>
/// <example><code>model.Compile("adam", new CategoricalGeneralizedCrossEntropy(q: 0.7));</code></example>
public sealed class CategoricalGeneralizedCrossEntropy(
    double q = 0.5,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "categorical_generalized_cross_entropy"
) : LabelLoss(name, reduction)
{
    /// <summary>How far the loss is from the crossentropy.</summary>
    public double Q { get; } =
        q is > 0 and < 1
            ? q
            : throw new ArgumentOutOfRangeException(
                nameof(q),
                FormattableString.Invariant(
                    $"q of {q} came; a number above 0 and below 1 was expected. Give one, such as 0.7."
                )
            );

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Numbers of classes, from 0 on, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Probabilities, of shape (batch, ..., classes).</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        var (axis, labels) = Labels(yTrue, yPred);
        return (1 - Ops.Squeeze(PowerOf(yPred, labels, axis), axis)) / Q;
    }

    /// <summary>The right class's probability to the power q.</summary>
    private SymbolicTensor PowerOf(SymbolicTensor yPred, SymbolicTensor labels, int axis)
    {
        if (Probabilities.BeforeSoftmax(yPred, axis) is { } logits)
            return Ops.Exp(Q * Ops.TakeAlongAxis(Ops.LogSoftmax(logits, axis), labels, axis));
        var p = Ops.TakeAlongAxis(yPred, labels, axis);
        var positive = Ops.Greater(p, 0);
        return Ops.Where(positive, Ops.Power(Ops.Where(positive, p, Ops.Constant(1, p)), Q), Ops.Constant(0, p));
    }
}
