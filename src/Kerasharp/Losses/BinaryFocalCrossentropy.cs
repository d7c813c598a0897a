using Kerasharp.Layers;

namespace Kerasharp.Losses;

/// <summary>
/// The crossentropy of yes-or-no targets, in which what is right already counts less: (1 - r)^γ times the crossentropy, where r is the
/// probability that was given to what is right, y p + (1 - y)(1 - p); the mean over an axis.
/// </summary>
/// <remarks>
/// Keras: <c>keras.losses.BinaryFocalCrossentropy</c>; by name <c>binary_focal_crossentropy</c>. Lin et al.: Focal loss for dense object
/// detection, 2018. Right behind a sigmoid, and from logits, the loss is computed from the logits, so that no probability is cut to 1e-7.
/// </remarks>
/// <param name="applyClassBalancing">Whether yes counts alpha and no 1 - alpha.</param>
/// <param name="alpha">The weight of yes, from 0 to 1.</param>
/// <param name="gamma">How much less counts what is right already; 0 or more.</param>
/// <param name="fromLogits">Whether predictions are any numbers, of which a sigmoid would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards 1/2: 0 not at all, 1 entirely.</param>
/// <param name="axis">The axis over which the mean is taken.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1, or gamma is below 0.</exception>
/// <example><code>model.Compile("adam", new BinaryFocalCrossentropy(applyClassBalancing: true, gamma: 3));</code></example>
public sealed class BinaryFocalCrossentropy(
    bool applyClassBalancing = false,
    double alpha = 0.25,
    double gamma = 2,
    bool fromLogits = false,
    double labelSmoothing = 0,
    int axis = -1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "binary_focal_crossentropy"
) : BinaryLoss(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <summary>Whether yes counts alpha and no 1 - alpha.</summary>
    public bool ApplyClassBalancing { get; } = applyClassBalancing;

    /// <summary>The weight of yes.</summary>
    public double Alpha { get; } = Arguments.Finite(alpha, nameof(alpha));

    /// <summary>How much less counts what is right already.</summary>
    public double Gamma { get; } = Arguments.NotNegative(gamma, nameof(gamma));

    private protected override SymbolicTensor OfLogits(SymbolicTensor y, SymbolicTensor z) =>
        Focal(y, y * Ops.Sigmoid(-z) + (1 - y) * Ops.Sigmoid(z), Crossentropy(y, z));

    private protected override SymbolicTensor OfProbabilities(SymbolicTensor y, SymbolicTensor p) =>
        Focal(y, y * (1 - p) + (1 - y) * p, CrossentropyOfCut(y, Probabilities.Clip(p)));

    private SymbolicTensor Focal(SymbolicTensor y, SymbolicTensor lacking, SymbolicTensor losses)
    {
        // A power below 1 of 0 would have an infinite slope.
        losses = Ops.Power(Ops.Maximum(lacking, Probabilities.Epsilon), Gamma) * losses;
        return ApplyClassBalancing ? (y * Alpha + (1 - y) * (1 - Alpha)) * losses : losses;
    }
}
