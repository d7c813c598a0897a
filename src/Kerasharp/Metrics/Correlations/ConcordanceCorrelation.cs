namespace Kerasharp.Metrics;

/// <summary>The mean concordance of targets and predictions along an axis: 2 cov(y, p) / (var y + var p + (mean y - mean p)²). Other than a correlation it is 1 only where they are equal.</summary>
/// <remarks>Keras: <c>keras.metrics.ConcordanceCorrelation</c>; by name <c>concordance_correlation</c>.</remarks>
/// <param name="axis">The axis along which the numbers lie that are compared.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new ConcordanceCorrelation()]);</code></example>
public sealed class ConcordanceCorrelation(int axis = -1, string name = "concordance_correlation") : FormulaMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>The axis along which the numbers lie that are compared.</summary>
    public int Axis { get; } = axis;

    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p)
    {
        (y, p) = (Double(y), Double(p));
        var (meanY, meanP) = (Ops.Mean(y, Axis, keepDims: true), Ops.Mean(p, Axis, keepDims: true));
        // As Keras has it; the mean over p - mean p takes away what mean of y is subtracted.
        var covariance = (y - meanP) * (p - meanP);
        var norm =
            Ops.Variance(y, [Axis], keepDims: true)
            + Ops.Variance(p, [Axis], keepDims: true)
            + Ops.Square(meanY - meanP);
        return Ops.Mean(2 * covariance / (norm + Epsilon), Axis);
    }
}
