namespace Kerasharp.Losses;

/// <summary>The crossentropy of one-hot (or soft) targets and the classes' probabilities: -Σ y log p over the classes.</summary>
/// <remarks>
/// Keras: <c>keras.losses.CategoricalCrossentropy</c>; by name <c>categorical_crossentropy</c>. Right behind a softmax the loss is
/// computed from the softmax's input, so that no probability is ever cut to 1e-7.
/// </remarks>
/// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards equal shares for all classes: 0 not at all, 1 entirely.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
/// <example><code>model.Compile("adam", new CategoricalCrossentropy(labelSmoothing: 0.1));</code></example>
public sealed class CategoricalCrossentropy(
    bool fromLogits = false,
    double labelSmoothing = 0,
    int axis = -1,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    string name = "categorical_crossentropy"
) : ClassLoss(fromLogits, labelSmoothing, axis, name, reduction)
{
    private protected override SymbolicTensor Each(SymbolicTensor yTrue, SymbolicTensor yPred, int axis) =>
        -yTrue * ClassLogarithms.Of(yPred, axis, FromLogits);
}
