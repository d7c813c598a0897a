namespace Kerasharp.Metrics;

/// <summary>The mean Kullback-Leibler divergence Σ y log(y / p) over the last axis; y and p are cut to 1e-7..1.</summary>
/// <remarks>Keras: <c>keras.metrics.KLDivergence</c>; by name <c>kl_divergence</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new KLDivergence()]);</code></example>
public sealed class KLDivergence(string name = "kl_divergence") : LossMetric(new Losses.KLDivergence(name: name));
