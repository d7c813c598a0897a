namespace Kerasharp.Metrics;

/// <summary>The mean crossentropy of one-hot targets and the classes' probabilities: -Σ y log p.</summary>
/// <remarks>Keras: <c>keras.metrics.CategoricalCrossentropy</c>; by name <c>categorical_crossentropy</c>.</remarks>
/// <param name="fromLogits">Whether predictions are any numbers, of which a softmax would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards equal shares for all classes: 0 not at all, 1 entirely.</param>
/// <param name="axis">The axis along which the classes lie.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
/// <example><code>model.Compile("adam", "mse", metrics: [new CategoricalCrossentropy(labelSmoothing: 0.1)]);</code></example>
public sealed class CategoricalCrossentropy(
    bool fromLogits = false,
    double labelSmoothing = 0,
    int axis = -1,
    string name = "categorical_crossentropy"
) : LossMetric(new Losses.CategoricalCrossentropy(fromLogits, labelSmoothing, axis, name: name))
{
    /// <summary>Whether predictions are any numbers.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are drawn towards equal shares.</summary>
    public double LabelSmoothing { get; } = labelSmoothing;

    /// <summary>The axis along which the classes lie.</summary>
    public int Axis { get; } = axis;
}
