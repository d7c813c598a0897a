namespace Kerasharp.Callbacks;

/// <summary>Calls callbacks in order: Fit, Evaluate and Predict use it, and so can a training loop of one's own.</summary>
/// <remarks>Keras: <c>keras.callbacks.CallbackList</c>. A list in a list becomes a part of it.</remarks>
/// <example><code>
/// var callbacks = new CallbackList([new CSVLogger("log.csv")], addHistory: true, model: model);
/// callbacks.OnTrainBegin();
/// for (int epoch = 0; epoch &lt; 3; epoch++)
/// {
///     callbacks.OnEpochBegin(epoch);
///     // ... steps ...
///     callbacks.OnEpochEnd(epoch, new Logs { ["loss"] = 1.0 / (epoch + 1) });
/// }
/// callbacks.OnTrainEnd(new Logs());
/// </code></example>
public sealed class CallbackList : Callback
{
    private readonly List<Callback> _all = [];
    private Callback[] _batchwise = [];
    private Model? _model;
    private Logs _lastEpoch = new();

    /// <summary>A list of callbacks.</summary>
    /// <param name="callbacks">The callbacks, in the order in which they are called; none by default.</param>
    /// <param name="addHistory">Whether a <see cref="Kerasharp.History"/> is added behind them, unless there is one.</param>
    /// <param name="addProgbar">Whether a <see cref="ProgbarLogger"/> is added behind them, unless there is one.</param>
    /// <param name="model">The model; none by default, for <see cref="SetModel"/> later.</param>
    /// <param name="parameters">What callbacks are told of the training; nothing by default.</param>
    /// <exception cref="ArgumentException">One of the callbacks is null.</exception>
    public CallbackList(
        IEnumerable<Callback>? callbacks = null,
        bool addHistory = false,
        bool addProgbar = false,
        Model? model = null,
        CallbackParams? parameters = null
    )
    {
        foreach (var callback in callbacks ?? [])
            Append(callback);
        if (addHistory && !_all.Exists(c => c is History))
            Append(new History());
        if (addProgbar && !_all.Exists(c => c is ProgbarLogger))
            Append(new ProgbarLogger(asToldByParams: true));
        if (model is not null)
            SetModel(model);
        if (parameters is not null)
            SetParams(parameters);
    }

    /// <summary>Callbacks of a model.</summary>
    internal CallbackList(IEnumerable<Callback> callbacks, Model model, CallbackParams? parameters = null)
        : this(callbacks, addHistory: false, model: model, parameters: parameters) { }

    /// <summary>The callbacks, in the order in which they are called.</summary>
    public IReadOnlyList<Callback> Callbacks => _all;

    /// <summary>The history among the callbacks, or null.</summary>
    public History? History => _all.OfType<History>().LastOrDefault();

    /// <summary>Whether any callback wants to hear of batches; if not, the hooks of batches need not be called.</summary>
    internal override bool WantsBatches => _batchwise.Length > 0;

    /// <summary>Adds a callback behind the others.</summary>
    /// <exception cref="ArgumentException">It is null.</exception>
    public void Append(Callback callback)
    {
        if (callback is null)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Null came as callback {_all.Count}; an object was expected. Leave it out."
                )
            );
        if (callback is CallbackList list)
        {
            foreach (var part in list.Callbacks)
                Append(part);
            return;
        }
        _all.Add(callback);
        if (callback.WantsBatches)
            _batchwise = [.. _batchwise, callback];
        if (_model is not null)
            callback.SetModel(_model);
        if (Params is { } parameters)
            callback.SetParams(parameters);
    }

    /// <inheritdoc/>
    public override void SetModel(Model model)
    {
        base.SetModel(model);
        _model = model;
        _all.ForEach(c => c.SetModel(model));
    }

    /// <inheritdoc/>
    public override void SetParams(CallbackParams parameters)
    {
        base.SetParams(parameters);
        _all.ForEach(c => c.SetParams(parameters));
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _all.ForEach(c => c.OnTrainBegin());
        _all.ForEach(c => c.AfterTrainBegin(_all));
    }

    /// <summary>After the last epoch, whose logs the callbacks get again.</summary>
    internal void OnTrainEnd() => OnTrainEnd(_lastEpoch);

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _all.ForEach(c => c.OnTrainEnd(logs));

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        _all.ForEach(c => c.OnEpochBegin(epoch));
        _all.ForEach(c => c.AfterEpochBegin(_all));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _lastEpoch = logs;
        _all.ForEach(c => c.OnEpochEnd(epoch, logs));
        _all.ForEach(c => c.AfterEpochEnd(_all));
    }

    /// <inheritdoc/>
    public override void OnTestBegin() => _all.ForEach(c => c.OnTestBegin());

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => _all.ForEach(c => c.OnTestEnd(logs));

    /// <inheritdoc/>
    public override void OnPredictBegin() => _all.ForEach(c => c.OnPredictBegin());

    /// <inheritdoc/>
    public override void OnPredictEnd() => _all.ForEach(c => c.OnPredictEnd());

    // The hooks of batches run thousands of times a second, so they allocate nothing.

    /// <inheritdoc/>
    public override void OnBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnBatchBegin(batch);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(int batch, Logs logs)
    {
        foreach (var callback in _batchwise)
            callback.OnBatchEnd(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnTrainBatchBegin(batch);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        foreach (var callback in _batchwise)
            callback.OnTrainBatchEnd(batch, logs);
        foreach (var callback in _batchwise)
            callback.AfterTrainBatchEnd(_all);
        logs.Close();
    }

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnTestBatchBegin(batch);
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        foreach (var callback in _batchwise)
            callback.OnTestBatchEnd(batch, logs);
        logs.Close();
    }

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnPredictBatchBegin(batch);
    }

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnPredictBatchEnd(batch);
    }
}
