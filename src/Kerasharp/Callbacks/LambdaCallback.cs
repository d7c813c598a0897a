namespace Kerasharp.Callbacks;

/// <summary>A callback made of functions.</summary>
/// <remarks>Keras: <c>keras.callbacks.LambdaCallback</c>.</remarks>
/// <example><code>model.Fit(x, y, callbacks: [new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine(logs["loss"]))]);</code></example>
/// <param name="onEpochBegin">Before an epoch, with its number from 0 on.</param>
/// <param name="onEpochEnd">After an epoch, with its number and its loss and metrics.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch, with its loss and metrics.</param>
/// <param name="onTrainBatchBegin">Before a step of training, with its number in the epoch from 0 on.</param>
/// <param name="onTrainBatchEnd">After a step of training, with its number and the loss and metrics so far.</param>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null,
    Action<int, Logs>? onEpochEnd = null,
    Action? onTrainBegin = null,
    Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null,
    Action<int, Logs>? onTrainBatchEnd = null
) : Callback
{
    internal override bool WantsBatches => onTrainBatchBegin is not null || onTrainBatchEnd is not null;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin() => onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => onTrainBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onTrainBatchEnd?.Invoke(batch, logs);
}
