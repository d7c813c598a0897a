namespace Kerasharp.Metrics;

/// <summary>The mean of max(1 - y p, 0)²; targets are -1 and 1, or 0 and 1, which become -1 and 1.</summary>
/// <remarks>Keras: <c>keras.metrics.SquaredHinge</c>; by name <c>squared_hinge</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new SquaredHinge()]);</code></example>
public sealed class SquaredHinge(string name = "squared_hinge") : LossMetric(new Losses.SquaredHinge(name: name));
