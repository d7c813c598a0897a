namespace Kerasharp.Metrics;

/// <summary>The mean of (log(1 + y) - log(1 + p))²; y and p count as at least 1e-7.</summary>
/// <remarks>Keras: <c>keras.metrics.MeanSquaredLogarithmicError</c>; by name <c>mean_squared_logarithmic_error</c> or <c>msle</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new MeanSquaredLogarithmicError()]);</code></example>
public sealed class MeanSquaredLogarithmicError(string name = "mean_squared_logarithmic_error") : FormulaMetric(name)
{
    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p) =>
        MeanOfLast(Ops.Square(Logarithm(p) - Logarithm(y)));

    private static SymbolicTensor Logarithm(SymbolicTensor x) => Ops.Log(Ops.Maximum(Double(x), Epsilon) + 1);
}
