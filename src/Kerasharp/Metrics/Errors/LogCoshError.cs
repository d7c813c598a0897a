namespace Kerasharp.Metrics;

/// <summary>The mean of log cosh(p - y): like a square near 0, like |p - y| far from it.</summary>
/// <remarks>Keras: <c>keras.metrics.LogCoshError</c>; by name <c>log_cosh_error</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new LogCoshError()]);</code></example>
public sealed class LogCoshError(string name = "logcosh") : FormulaMetric(name)
{
    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p)
    {
        var distance = Ops.Absolute(Double(p) - Double(y));
        return MeanOfLast(distance + Ops.Log(1 + Ops.Exp(-2 * distance)) - Math.Log(2));
    }
}
