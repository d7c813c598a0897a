namespace Kerasharp.Losses;

/// <summary>
/// The crossentropy of yes-or-no targets and the probabilities of yes: -y log p - (1 - y) log(1 - p), the mean over an axis.
/// </summary>
/// <remarks>
/// Keras: <c>keras.losses.BinaryCrossentropy</c>; by name <c>binary_crossentropy</c> or <c>bce</c>. Right behind a sigmoid the loss is
/// computed from the sigmoid's input, so that no probability is ever cut to 1e-7.
/// </remarks>
/// <param name="fromLogits">Whether predictions are any numbers, of which a sigmoid would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards 1/2: 0 not at all, 1 entirely.</param>
/// <param name="axis">The axis over which the mean is taken.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
/// <example><code>model.Compile("adam", new BinaryCrossentropy(fromLogits: true));</code></example>
public sealed class BinaryCrossentropy(
    bool fromLogits = false,
    double labelSmoothing = 0,
    int axis = -1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "binary_crossentropy"
) : BinaryLoss(fromLogits, labelSmoothing, axis, name, reduction)
{
    private protected override SymbolicTensor OfLogits(SymbolicTensor y, SymbolicTensor z) => Crossentropy(y, z);

    private protected override SymbolicTensor OfProbabilities(SymbolicTensor y, SymbolicTensor p) =>
        CrossentropyOfCut(y, Probabilities.Clip(p));
}
