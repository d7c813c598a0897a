using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    public static SymbolicTensor Relu(SymbolicTensor x) => new(Op.Relu(x.Value));

    /// <summary>
    /// The rectifier with Keras's options: x above the threshold, but no more than a maximum; below the threshold the slope times
    /// (x - threshold).
    /// </summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="negativeSlope">The slope below the threshold.</param>
    /// <param name="maxValue">The greatest value that comes out, 0 or more; null for none.</param>
    /// <param name="threshold">Where the function begins to rise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 0, or an argument is not finite.</exception>
    /// <remarks>Keras: <c>keras.activations.relu</c>.</remarks>
    /// <example><code>Ops.Relu(x, negativeSlope: 0.1, maxValue: 6)</code></example>
    public static SymbolicTensor Relu(
        SymbolicTensor x,
        double negativeSlope = 0,
        double? maxValue = null,
        double threshold = 0
    )
    {
        Finite(negativeSlope, nameof(negativeSlope));
        Finite(threshold, nameof(threshold));
        if (maxValue is { } max)
            NotNegative(max, nameof(maxValue));
        if (negativeSlope != 0 && maxValue is null && threshold == 0)
            return LeakyRelu(x, negativeSlope);
        var above = Above(x, maxValue, threshold);
        return negativeSlope == 0 ? above : above - negativeSlope * Relu(threshold == 0 ? -x : threshold - x);
    }

    /// <summary>x, but no less than 0 and no more than 6; at both bounds its gradient is 0.</summary>
    /// <remarks>Keras: <c>keras.activations.relu6</c>.</remarks>
    public static SymbolicTensor Relu6(SymbolicTensor x) =>
        // Clip's gradient at its bounds is 1. When it runs or is exported, it is a Clip all the same.
        Where(GreaterEqual(x, Constant(6, x)), Constant(6, x), Relu(x));

    /// <summary>x above 0, slope times x below; at 0 its gradient is the slope.</summary>
    public static SymbolicTensor LeakyRelu(SymbolicTensor x, double negativeSlope = 0.2) =>
        new(Op.LeakyRelu(x.Value, negativeSlope));

    /// <summary>x above 0, alpha (e^x - 1) below.</summary>
    public static SymbolicTensor Elu(SymbolicTensor x, double alpha = 1) => new(Op.Elu(x.Value, alpha));

    /// <summary>Elu, scaled so that mean and variance stay from layer to layer.</summary>
    public static SymbolicTensor Selu(SymbolicTensor x) => new(Op.Selu(x.Value));

    /// <summary>x above 0, alpha (e^(x / alpha) - 1) below; smooth at 0 for every alpha.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="alpha">Minus the value to which it falls, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not above 0.</exception>
    /// <remarks>Keras: <c>keras.activations.celu</c>; Barron (2017), https://arxiv.org/abs/1704.07483.</remarks>
    public static SymbolicTensor Celu(SymbolicTensor x, double alpha = 1) =>
        new(Op.Celu(x.Value, AboveZero(alpha, nameof(alpha))));

    /// <summary>x above the threshold, else another value; there its gradient is 0.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="threshold">What x must be greater than to stay.</param>
    /// <param name="defaultValue">What takes the place of the others.</param>
    /// <remarks>Keras: <c>keras.activations.threshold</c>.</remarks>
    /// <example><code>activation: ActivationFunction.From(x => Ops.Threshold(x, 0.1, 20))</code></example>
    public static SymbolicTensor Threshold(SymbolicTensor x, double threshold, double defaultValue) =>
        defaultValue == 0
            ? new(Op.ThresholdedRelu(x.Value, threshold))
            : Where(Greater(x, threshold), x, Constant(defaultValue, x));

    /// <summary>x where |x| is above the threshold, else 0.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="threshold">The greatest distance from 0 that becomes 0, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative.</exception>
    /// <remarks>Keras: <c>keras.activations.hard_shrink</c>.</remarks>
    public static SymbolicTensor HardShrink(SymbolicTensor x, double threshold = 0.5) =>
        new(Op.Shrink(x.Value, NotNegative(threshold, nameof(threshold))));

    /// <summary>x brought nearer to 0 by the threshold, and 0 where it is no further away than that.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="threshold">By how much, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative.</exception>
    /// <remarks>Keras: <c>keras.activations.soft_shrink</c>.</remarks>
    public static SymbolicTensor SoftShrink(SymbolicTensor x, double threshold = 0.5) =>
        new(Op.Shrink(x.Value, NotNegative(threshold, nameof(threshold)), threshold));

    /// <summary>The part of a rectifier above its threshold; Keras's slope at a maximum is 0 for 6 alone.</summary>
    private static SymbolicTensor Above(SymbolicTensor x, double? maxValue, double threshold)
    {
        if (threshold == 0 && maxValue == 6)
            return Relu6(x);
        var above = threshold == 0 ? Relu(x) : new(Op.ThresholdedRelu(x.Value, threshold));
        return maxValue is { } max ? Clip(above, 0, max) : above;
    }
}
