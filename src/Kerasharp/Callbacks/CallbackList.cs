namespace Kerasharp.Callbacks;

/// <summary>Calls callbacks in order.</summary>
internal sealed class CallbackList
{
    private readonly Callback[] _all;
    private readonly Callback[] _batchwise;
    private Logs _lastEpoch = new([]);

    /// <summary>Callbacks of a model.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public CallbackList(IEnumerable<Callback> callbacks, Model model)
    {
        _all = [.. callbacks];
        if (Array.IndexOf(_all, null) is >= 0 and int missing)
            throw new ArgumentException(
                FormattableString.Invariant($"Null came as callback {missing}; an object was expected. Leave it out.")
            );
        foreach (var callback in _all)
            callback.Model = model;
        _batchwise = Array.FindAll(_all, c => c.WantsBatches);
    }

    /// <summary>Whether any callback wants to hear of batches; if not, the hooks of batches need not be called.</summary>
    public bool WantsBatches => _batchwise.Length > 0;

    public void OnTrainBegin() => Array.ForEach(_all, c => c.OnTrainBegin());

    /// <summary>After the last epoch, whose logs the callbacks get again.</summary>
    public void OnTrainEnd() => Array.ForEach(_all, c => c.OnTrainEnd(_lastEpoch));

    public void OnEpochBegin(int epoch) => Array.ForEach(_all, c => c.OnEpochBegin(epoch));

    public void OnEpochEnd(int epoch, Logs logs)
    {
        _lastEpoch = logs;
        Array.ForEach(_all, c => c.OnEpochEnd(epoch, logs));
    }

    public void OnTestBegin() => Array.ForEach(_all, c => c.OnTestBegin());

    public void OnTestEnd(Logs logs) => Array.ForEach(_all, c => c.OnTestEnd(logs));

    public void OnPredictBegin() => Array.ForEach(_all, c => c.OnPredictBegin());

    public void OnPredictEnd() => Array.ForEach(_all, c => c.OnPredictEnd());

    // The hooks of batches run thousands of times a second, so they allocate nothing.
    public void OnTrainBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnTrainBatchBegin(batch);
    }

    public void OnTrainBatchEnd(int batch, Logs logs)
    {
        foreach (var callback in _batchwise)
            callback.OnTrainBatchEnd(batch, logs);
        logs.Close();
    }

    public void OnTestBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnTestBatchBegin(batch);
    }

    public void OnTestBatchEnd(int batch, Logs logs)
    {
        foreach (var callback in _batchwise)
            callback.OnTestBatchEnd(batch, logs);
        logs.Close();
    }

    public void OnPredictBatchBegin(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnPredictBatchBegin(batch);
    }

    public void OnPredictBatchEnd(int batch)
    {
        foreach (var callback in _batchwise)
            callback.OnPredictBatchEnd(batch);
    }
}
