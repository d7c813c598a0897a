using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>The mean crossentropy of the numbers of classes and the classes' probabilities: -log p of the right class.</summary>
/// <remarks>
/// Keras: <c>keras.metrics.SparseCategoricalCrossentropy</c>; by name <c>sparse_categorical_crossentropy</c>. As in Keras a target of the
/// class that is ignored has a crossentropy of 0, which counts in the mean; with sample weights it does not count.
/// </remarks>
/// <example><code>model.Compile("adam", "mse", metrics: [new SparseCategoricalCrossentropy(ignoreClass: 255)]);</code></example>
public sealed class SparseCategoricalCrossentropy : LossMetric
{
    /// <summary>A sparse categorical crossentropy.</summary>
    /// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
    /// <param name="ignoreClass">A number of a class whose predictions do not matter, such as that of padding.</param>
    /// <param name="axis">The axis along which the classes lie.</param>
    /// <param name="name">The name under which it is shown.</param>
    public SparseCategoricalCrossentropy(
        bool fromLogits = false,
        int? ignoreClass = null,
        int axis = -1,
        string name = "sparse_categorical_crossentropy"
    )
        : base(new Losses.SparseCategoricalCrossentropy(fromLogits, axis: axis, name: name))
    {
        FromLogits = fromLogits;
        IgnoreClass = ignoreClass;
        Axis = axis;
    }

    /// <summary>Whether predictions are any numbers.</summary>
    public bool FromLogits { get; }

    /// <summary>A number of a class whose predictions do not matter.</summary>
    public int? IgnoreClass { get; }

    /// <summary>The axis along which the classes lie.</summary>
    public int Axis { get; }

    /// <summary>The crossentropy of each example.</summary>
    /// <param name="yTrue">Numbers of classes, from 0 on, of shape (batch, ...) or (batch, ..., 1).</param>
    /// <param name="yPred">Predictions, of shape (batch, ..., classes).</param>
    /// <returns>Of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        if (Counting(yTrue, yPred) is not { } counting)
            return base.Call(yTrue, yPred);
        var label = Label(yTrue, yPred);
        var losses = base.Call(Ops.Where(counting, label, Ops.Constant(0, label)), yPred);
        return Ops.Where(counting, losses, Ops.Constant(0, losses));
    }

    private protected override SymbolicTensor? Counting(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        if (IgnoreClass is not { } ignored)
            return null;
        var label = Label(yTrue, yPred);
        return Ops.NotEqual(label, Ops.Constant(ignored, label));
    }

    private SymbolicTensor Label(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        int axis = Losses.Probabilities.Axis(Axis, yPred.Rank);
        bool squeezes = yTrue.Rank == yPred.Rank && yTrue.Shape[axis].IsOne;
        return Ops.Cast(squeezes ? Ops.Squeeze(yTrue, axis) : yTrue, ElementType.Int64);
    }
}
