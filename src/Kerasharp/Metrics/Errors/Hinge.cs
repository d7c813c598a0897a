namespace Kerasharp.Metrics;

/// <summary>The mean of max(1 - y p, 0); targets are -1 and 1, or 0 and 1, which become -1 and 1.</summary>
/// <remarks>Keras: <c>keras.metrics.Hinge</c>; by name <c>hinge</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new Hinge()]);</code></example>
public sealed class Hinge(string name = "hinge") : LossMetric(new Losses.Hinge(name: name));
