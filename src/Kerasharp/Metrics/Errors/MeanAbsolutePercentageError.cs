namespace Kerasharp.Metrics;

/// <summary>The mean of 100 |y - p| / |y|, in percent; |y| counts as at least 1e-7.</summary>
/// <remarks>Keras: <c>keras.metrics.MeanAbsolutePercentageError</c>; by name <c>mean_absolute_percentage_error</c> or <c>mape</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new MeanAbsolutePercentageError()]);</code></example>
public sealed class MeanAbsolutePercentageError(string name = "mean_absolute_percentage_error")
    : LossMetric(new Losses.MeanAbsolutePercentageError(name: name));
