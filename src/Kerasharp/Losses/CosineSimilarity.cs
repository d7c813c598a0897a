namespace Kerasharp.Losses;

/// <summary>The cosine of the angle between y and p, negated: -Σ y p / (|y| |p|) along an axis; -1 where they point the same way, 1 where they are opposed.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...). A vector of zeros is at right angles to all, with a finite gradient.
/// Keras: <c>keras.losses.CosineSimilarity</c>; by name <c>cosine_similarity</c>.
/// </remarks>
/// <param name="axis">The axis along which the vectors lie.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new CosineSimilarity(axis: -1));</code></example>
public sealed class CosineSimilarity(
    int axis = -1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "cosine_similarity"
) : MatchedLoss(name, reduction)
{
    /// <summary>The axis along which the vectors lie.</summary>
    public int Axis { get; } = axis;

    private protected override SymbolicTensor PerExampleOf(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int along = Probabilities.Axis(Axis, yPred.Rank);
        return -Ops.Sum(Unit(yTrue, along) * Unit(yPred, along), along);
    }

    // Lengths count as 1e-7 at least.
    private static SymbolicTensor Unit(SymbolicTensor x, int axis) =>
        x
        / Ops.Sqrt(
            Ops.Maximum(Ops.Sum(Ops.Square(x), axis, keepDims: true), Probabilities.Epsilon * Probabilities.Epsilon)
        );
}
