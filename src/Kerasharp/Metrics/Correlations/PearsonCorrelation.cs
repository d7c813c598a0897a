namespace Kerasharp.Metrics;

/// <summary>The mean correlation of targets and predictions along an axis: their covariance, divided by both standard deviations.</summary>
/// <remarks>Keras: <c>keras.metrics.PearsonCorrelation</c>; by name <c>pearson_correlation</c>. Where all targets or all predictions are equal it is not a number.</remarks>
/// <param name="axis">The axis along which the numbers lie that are compared.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new PearsonCorrelation()]);</code></example>
public sealed class PearsonCorrelation(int axis = -1, string name = "pearson_correlation") : FormulaMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>The axis along which the numbers lie that are compared.</summary>
    public int Axis { get; } = axis;

    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p)
    {
        var product = Standard(Double(y)) * Standard(Double(p));
        return Ops.Mean(product, Axis);
    }

    private SymbolicTensor Standard(SymbolicTensor x)
    {
        var centred = x - Ops.Mean(x, Axis, keepDims: true);
        return centred / Ops.Sqrt(Ops.Mean(Ops.Square(centred), Axis, keepDims: true));
    }
}
