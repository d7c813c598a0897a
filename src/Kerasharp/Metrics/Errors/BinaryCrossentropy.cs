namespace Kerasharp.Metrics;

/// <summary>The mean crossentropy of yes-or-no targets and the probabilities of yes: -y log p - (1 - y) log(1 - p).</summary>
/// <remarks>Keras: <c>keras.metrics.BinaryCrossentropy</c>; by name <c>binary_crossentropy</c> or <c>bce</c>.</remarks>
/// <param name="fromLogits">Whether predictions are any numbers, of which a sigmoid would make probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards 1/2: 0 not at all, 1 entirely.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
/// <example><code>model.Compile("adam", "hinge", metrics: [new BinaryCrossentropy(fromLogits: true)]);</code></example>
public sealed class BinaryCrossentropy(
    bool fromLogits = false,
    double labelSmoothing = 0,
    string name = "binary_crossentropy"
) : LossMetric(new Losses.BinaryCrossentropy(fromLogits, labelSmoothing, name: name))
{
    /// <summary>Whether predictions are any numbers.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>How far targets are drawn towards 1/2.</summary>
    public double LabelSmoothing { get; } = labelSmoothing;
}
