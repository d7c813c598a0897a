namespace Kerasharp.Metrics;

/// <summary>How often predictions are equal to targets.</summary>
/// <remarks>
/// Keras: <c>keras.metrics.Accuracy</c>. By name <c>Accuracy</c> means, as <c>accuracy</c> does, the accuracy that the shapes ask for.
/// </remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new Accuracy()]);</code></example>
public sealed class Accuracy(string name = "accuracy") : FormulaMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p) => Ops.Equal(y, p);
}
