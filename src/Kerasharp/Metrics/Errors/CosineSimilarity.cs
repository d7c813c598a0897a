namespace Kerasharp.Metrics;

/// <summary>The mean cosine of the angle between targets and predictions: y · p / (|y| |p|), 1 where they point the same way.</summary>
/// <remarks>Keras: <c>keras.metrics.CosineSimilarity</c>; by name <c>cosine_similarity</c>. Other than the loss of that name it has no minus.</remarks>
/// <param name="axis">The axis along which the vectors lie.</param>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new CosineSimilarity()]);</code></example>
public sealed class CosineSimilarity(int axis = -1, string name = "cosine_similarity") : FormulaMetric(name)
{
    /// <inheritdoc/>
    public override bool? GreaterIsBetter => true;

    /// <summary>The axis along which the vectors lie.</summary>
    public int Axis { get; } = axis;

    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p) =>
        Ops.Sum(Unit(y) * Unit(p), Axis);

    // A vector of zeros stays one.
    private SymbolicTensor Unit(SymbolicTensor x) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), Axis, keepDims: true), Epsilon * Epsilon));
}
