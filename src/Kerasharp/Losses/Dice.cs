namespace Kerasharp.Losses;

/// <summary>How little two areas overlap: 1 - 2 Σ y p / (Σ y + Σ p + 1e-7).</summary>
/// <remarks>
/// Targets and predictions have the same shape. Without axes the sums go over the whole batch, which then has one loss.
/// Keras: <c>keras.losses.Dice</c>; by name <c>dice</c>.
/// </remarks>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="axis">The axes over which the sums go; all, the batch's too, by default.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new Dice(axis: [1, 2, 3]));</code></example>
public sealed class Dice(
    LossReduction reduction = LossReduction.SumOverBatchSize,
    Axes? axis = null,
    string name = "dice"
) : OverlapLoss(axis, name, reduction)
{
    private protected override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        1 - 2 * Total(yTrue * yPred) / (Total(yTrue) + Total(yPred) + Probabilities.Epsilon);
}
