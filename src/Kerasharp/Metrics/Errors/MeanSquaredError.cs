namespace Kerasharp.Metrics;

/// <summary>The mean of (y - p)².</summary>
/// <remarks>Keras: <c>keras.metrics.MeanSquaredError</c>; by name <c>mean_squared_error</c> or <c>mse</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mae", metrics: [new MeanSquaredError()]);</code></example>
public sealed class MeanSquaredError(string name = "mean_squared_error")
    : LossMetric(new Losses.MeanSquaredError(name: name));
