using Kerasharp.Layers;

namespace Kerasharp.Losses;

/// <summary>Squares of small errors, the absolute value of great ones: ½ e² where |e| is up to δ, else δ |e| - ½ δ²; the mean over the last axis.</summary>
/// <remarks>
/// Targets and predictions have the shape (batch, ..., n), the losses (batch, ...); e is p - y.
/// Keras: <c>keras.losses.Huber</c>; by name <c>huber</c>.
/// </remarks>
/// <param name="delta">The error from which on the loss grows as a line; finite, 0 or more.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The delta is below 0 or not finite.</exception>
/// <example><code>model.Compile("adam", new Huber(delta: 2));</code></example>
public sealed class Huber(
    double delta = 1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "huber_loss"
) : MeanLoss(name, reduction)
{
    /// <summary>The error from which on the loss grows as a line.</summary>
    public double Delta { get; } = Arguments.Finite(Arguments.NotNegative(delta, nameof(delta)), nameof(delta));

    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        var error = yPred - yTrue;
        var distance = Ops.Absolute(error);
        return Ops.Where(
            Ops.LessEqual(distance, Ops.Constant(Delta, distance)),
            0.5 * Ops.Square(error),
            Delta * distance - 0.5 * Delta * Delta
        );
    }
}
