namespace Kerasharp.Metrics;

/// <summary>The square root of the mean of (y - p)².</summary>
/// <remarks>Keras: <c>keras.metrics.RootMeanSquaredError</c>; by name <c>root_mean_squared_error</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new RootMeanSquaredError()]);</code></example>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error") : FormulaMetric(name)
{
    /// <summary>The root of the mean of all squares so far; 0 before the first.</summary>
    public override double Result() => Math.Sqrt(base.Result());

    internal override SymbolicTensor? ResultIn(Func<Weight, SymbolicTensor> variables) =>
        Ops.Sqrt(base.ResultIn(variables)!);

    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p) =>
        Ops.Square(Double(p) - Double(y));
}
