namespace Kerasharp.Layers;

/// <summary>
/// The rectified linear unit: x from the threshold to the maximum, the maximum above, negativeSlope (x - threshold) below.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.ReLU</c>.</para>
/// </remarks>
/// <example><code>new ReLU(maxValue: 6)   // min(max(x, 0), 6)</code></example>
public sealed class ReLU : Layer
{
    /// <summary>A layer of the function.</summary>
    /// <param name="maxValue">The greatest value that is given, at least 0; none by default.</param>
    /// <param name="negativeSlope">The slope below the threshold, at least 0.</param>
    /// <param name="threshold">Where it begins, at least 0.</param>
    /// <param name="name">The layer's name; <c>re_lu</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public ReLU(double? maxValue = null, double negativeSlope = 0.0, double threshold = 0.0, string? name = null)
        : base(name)
    {
        MaxValue = maxValue is { } max ? Arguments.NotNegative(max, nameof(maxValue)) : null;
        NegativeSlope = Arguments.NotNegative(negativeSlope, nameof(negativeSlope));
        Threshold = Arguments.NotNegative(threshold, nameof(threshold));
    }

    /// <summary>The greatest value that is given; null for none.</summary>
    public double? MaxValue { get; }

    /// <summary>The slope below the threshold.</summary>
    public double NegativeSlope { get; }

    /// <summary>Where the function begins.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        Ops.Relu(new SymbolicTensor(input.In(context)), NegativeSlope, MaxValue, Threshold);
}
