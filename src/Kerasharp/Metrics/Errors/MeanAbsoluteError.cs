namespace Kerasharp.Metrics;

/// <summary>The mean of |y - p|.</summary>
/// <remarks>Keras: <c>keras.metrics.MeanAbsoluteError</c>; by name <c>mean_absolute_error</c> or <c>mae</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new MeanAbsoluteError()]);</code></example>
public sealed class MeanAbsoluteError(string name = "mean_absolute_error")
    : LossMetric(new Losses.MeanAbsoluteError(name: name));
