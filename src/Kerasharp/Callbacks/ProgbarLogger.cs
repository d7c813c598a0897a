using Kerasharp.Training;

namespace Kerasharp.Callbacks;

/// <summary>
/// Shows Keras's progress line. Fit, Evaluate and Predict show it by themselves; this is for where they are told <c>verbose: 0</c>, to have
/// the line at a place of one's own among the callbacks, and for loops of one's own.
/// </summary>
/// <remarks>Keras: <c>keras.callbacks.ProgbarLogger</c>. Where the loop shows progress itself it shows nothing.</remarks>
/// <example><code>model.Fit(x, y, epochs: 3, verbose: 0, callbacks: [new ProgbarLogger()]);</code></example>
public sealed class ProgbarLogger : Callback
{
    private readonly bool _asToldByParams;
    private ProgressBar? _bar;
    private int _seen;
    private bool _inFit;

    /// <summary>Makes one.</summary>
    public ProgbarLogger() { }

    /// <summary>One that goes by the params' verbosity, 0 included.</summary>
    internal ProgbarLogger(bool asToldByParams) => _asToldByParams = asToldByParams;

    /// <summary>Where the line goes; the process's standard output by default.</summary>
    internal ProgressOutput? Place { get; set; }

    private int Verbose =>
        Params is not { } told ? 1
        : told.IsShown ? 0
        : _asToldByParams ? told.Verbose
        : Math.Max(1, told.Verbose);

    private ProgressBar Bar => _bar ??= new ProgressBar(Where, Params?.Steps, Verbose);

    private ProgressOutput Where => Place ??= ProgressOutput.Console();

    /// <inheritdoc/>
    public override void OnTrainBegin() => _inFit = true;

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _inFit = false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        ProgressBar.WriteEpochHeader(Where, epoch, Params?.Epochs ?? 1, Verbose);
        Begin();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => Step(batch, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Finish(logs);

    /// <inheritdoc/>
    public override void OnTestBegin()
    {
        // A validation is silent.
        if (!_inFit)
            Begin();
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!_inFit)
            Step(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        if (!_inFit)
            Finish(logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBegin() => Begin();

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch) => Step(batch, null);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Finish(null);

    private void Begin()
    {
        _seen = 0;
        _bar = null;
        _ = Bar;
    }

    // The logs are read from the device only where a line is due.
    private void Step(int batch, Logs? logs)
    {
        _seen = batch + 1;
        if (Bar.Step(_seen))
            Bar.Draw(Entries(logs));
    }

    private void Finish(Logs? logs) => Bar.Finish(Params?.Steps ?? _seen, Entries(logs));

    private static IEnumerable<KeyValuePair<string, double>> Entries(Logs? logs) => logs ?? new Logs();
}
