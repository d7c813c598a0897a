namespace Kerasharp.Losses;

/// <summary>The crossentropy of the numbers of classes and the classes' probabilities: -log p of the right class.</summary>
/// <remarks>
/// Keras: <c>keras.losses.SparseCategoricalCrossentropy</c>; by name <c>sparse_categorical_crossentropy</c>. Right behind a softmax the
/// loss is computed from the softmax's input, so that no probability is ever cut to 1e-7.
/// </remarks>
/// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
/// <param name="ignoreClass">A target that marks what does not count, as 255 or -1 for the borders in a segmentation: such places have
/// no loss, and means are taken over the others.</param>
/// <param name="reduction">How the examples' losses become one number.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: true, ignoreClass: 255));</code></example>
public sealed class SparseCategoricalCrossentropy(
    bool fromLogits = false,
    int? ignoreClass = null,
    LossReduction reduction = LossReduction.SumOverBatchSize,
    int axis = -1,
    string name = "sparse_categorical_crossentropy"
) : LabelLoss(name, reduction)
{
    /// <summary>Whether predictions are any numbers, of which a softmax would make probabilities.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>The target that marks what does not count; null for none.</summary>
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>The axis along which the classes lie.</summary>
    public int Axis { get; } = axis;

    private protected override int ClassAxis => Axis;

    private protected override int? Outside => IgnoreClass;

    /// <summary>The loss of each example.</summary>
    /// <param name="yTrue">Numbers of classes, from 0 on, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <returns>Of shape (batch, ...).</returns>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        var (along, labels) = Labels(yTrue, yPred);
        if (Counting(labels) is not { } counts)
            return -Ops.Squeeze(Ops.TakeAlongAxis(ClassLogarithms.Of(yPred, along, FromLogits), labels, along), along);
        labels = Ops.Where(counts, labels, Ops.Constant(0, labels));
        var losses = -Ops.TakeAlongAxis(ClassLogarithms.Of(yPred, along, FromLogits, counts), labels, along);
        return Ops.Squeeze(Ops.Where(counts, losses, Ops.Constant(0, losses)), along);
    }

    private protected override SymbolicTensor? Counted(
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor losses
    )
    {
        if (IgnoreClass is null)
            return null;
        var (along, labels) = Labels(yTrue, yPred);
        return Ops.Squeeze(Counting(labels)!, along);
    }

    /// <summary>Where labels are not those that do not count; null if all count.</summary>
    private SymbolicTensor? Counting(SymbolicTensor labels) =>
        IgnoreClass is { } ignored ? Ops.NotEqual(labels, Ops.Constant(ignored, labels)) : null;
}
