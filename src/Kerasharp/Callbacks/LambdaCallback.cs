namespace Kerasharp.Callbacks;

/// <summary>A callback made of functions.</summary>
/// <remarks>Keras: <c>keras.callbacks.LambdaCallback</c>, whose further functions come by keyword.</remarks>
/// <example><code>model.Fit(x, y, callbacks: [new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine(logs["loss"]))]);</code></example>
/// <param name="onEpochBegin">Before an epoch, with its number from 0 on.</param>
/// <param name="onEpochEnd">After an epoch, with its number and its loss and metrics.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch, with its loss and metrics.</param>
/// <param name="onTrainBatchBegin">Before a step of training, with its number in the epoch from 0 on.</param>
/// <param name="onTrainBatchEnd">After a step of training, with its number and the loss and metrics so far.</param>
/// <param name="onTestBegin">Before an evaluation, that of a validation included.</param>
/// <param name="onTestEnd">After an evaluation, with its loss and metrics.</param>
/// <param name="onTestBatchBegin">Before a step of an evaluation, with its number.</param>
/// <param name="onTestBatchEnd">After a step of an evaluation, with its number and the loss and metrics so far.</param>
/// <param name="onPredictBegin">Before a prediction.</param>
/// <param name="onPredictEnd">After a prediction.</param>
/// <param name="onPredictBatchBegin">Before a step of a prediction, with its number.</param>
/// <param name="onPredictBatchEnd">After a step of a prediction, with its number.</param>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null,
    Action<int, Logs>? onEpochEnd = null,
    Action? onTrainBegin = null,
    Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null,
    Action<int, Logs>? onTrainBatchEnd = null,
    Action? onTestBegin = null,
    Action<Logs>? onTestEnd = null,
    Action<int>? onTestBatchBegin = null,
    Action<int, Logs>? onTestBatchEnd = null,
    Action? onPredictBegin = null,
    Action? onPredictEnd = null,
    Action<int>? onPredictBatchBegin = null,
    Action<int>? onPredictBatchEnd = null
) : Callback
{
    internal override bool WantsBatches =>
        (onTrainBatchBegin ?? onTestBatchBegin ?? onPredictBatchBegin ?? onPredictBatchEnd) is not null
        || (onTrainBatchEnd ?? onTestBatchEnd) is not null;

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

    /// <inheritdoc/>
    public override void OnTestBegin() => onTestBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => onTestEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch) => onTestBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs) => onTestBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnPredictBegin() => onPredictBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictEnd() => onPredictEnd?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch) => onPredictBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch) => onPredictBatchEnd?.Invoke(batch);
}
