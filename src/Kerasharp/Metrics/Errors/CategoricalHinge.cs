namespace Kerasharp.Metrics;

/// <summary>The mean of max(1 + n - s, 0): s = Σ y p is the right class's score, n = max((1 - y) p) the greatest of the others.</summary>
/// <remarks>Keras: <c>keras.metrics.CategoricalHinge</c>; by name <c>categorical_hinge</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new CategoricalHinge()]);</code></example>
public sealed class CategoricalHinge(string name = "categorical_hinge")
    : LossMetric(new Losses.CategoricalHinge(name: name));
