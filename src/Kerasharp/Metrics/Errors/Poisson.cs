namespace Kerasharp.Metrics;

/// <summary>The mean of p - y log p: how unlikely counts y are where p are expected.</summary>
/// <remarks>Keras: <c>keras.metrics.Poisson</c>; by name <c>poisson</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new Poisson()]);</code></example>
public sealed class Poisson(string name = "poisson") : LossMetric(new Losses.Poisson(name: name));
