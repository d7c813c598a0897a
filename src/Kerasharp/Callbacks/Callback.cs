using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Callbacks;

/// <summary>
/// Called while a model trains, is evaluated or predicts. Derive from it and override the hooks that matter; the base class's do
/// nothing. Setting <see cref="Model.StopTraining"/> of <see cref="Model"/> ends training.
/// </summary>
/// <remarks>Keras: <c>keras.callbacks.Callback</c>. Hooks run between steps, on the thread that called Fit.</remarks>
/// <example><code>
/// class Patience : Callback
/// {
///     public override void OnEpochEnd(int epoch, Logs logs)
///     {
///         if (logs["val_loss"] &lt; 0.1)
///             Model.StopTraining = true;
///     }
/// }
/// </code></example>
public abstract class Callback
{
    private Model? _model;
    private TextWriter? _output;

    /// <summary>The model that trains, is evaluated or predicts.</summary>
    /// <exception cref="InvalidOperationException">It was asked for before the callback was given to a model.</exception>
    public Model Model =>
        _model
        ?? throw new InvalidOperationException(
            $"The model of a {GetType().Name} was asked for before there was one; it is known in the hooks. "
                + "Pass the callback to Fit, Evaluate or Predict."
        );

    /// <summary>How many epochs and steps there will be, and what is shown; null until that is known.</summary>
    /// <remarks>Keras: <c>params</c>.</remarks>
    public CallbackParams? Params { get; private set; }

    /// <summary>Whether the hooks of batches do anything; those of a user's class may.</summary>
    internal virtual bool WantsBatches => true;

    /// <summary>Where messages go: standard output.</summary>
    internal TextWriter Output
    {
        get => _output ?? Console.Out;
        set => _output = value;
    }

    /// <summary>Tells the callback its model; Fit, Evaluate, Predict and <see cref="CallbackList"/> do.</summary>
    public virtual void SetModel(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>Tells the callback how many epochs and steps there will be.</summary>
    public virtual void SetParams(CallbackParams parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Params = parameters;
    }

    /// <summary>Another name of <see cref="OnTrainBatchBegin"/>, which calls it unless it is overridden.</summary>
    /// <param name="batch">The batch's number in the epoch, from 0 on.</param>
    public virtual void OnBatchBegin(int batch) { }

    /// <summary>Another name of <see cref="OnTrainBatchEnd"/>, which calls it unless it is overridden.</summary>
    /// <param name="batch">The batch's number in the epoch, from 0 on.</param>
    /// <param name="logs">Loss and metrics over the epoch so far.</param>
    public virtual void OnBatchEnd(int batch, Logs logs) { }

    /// <summary>
    /// What the callback carries from epoch to epoch, for a <see cref="BackupAndRestore"/> to keep: numbers best as texts, since JSON has no
    /// infinity; null, the default, for nothing.
    /// </summary>
    protected internal virtual JsonObject? GetState() => null;

    /// <summary>Goes on from what <see cref="GetState"/> gave, when a training is resumed: after <see cref="OnTrainBegin"/>.</summary>
    /// <param name="state">What it gave.</param>
    protected internal virtual void SetState(JsonObject state) { }

    /// <summary>What is too large for <see cref="GetState"/>, by name.</summary>
    internal virtual IReadOnlyList<SafeTensorEntry> GetTensors() => [];

    /// <summary>Goes on from what <see cref="GetTensors"/> gave, after <see cref="SetState"/>.</summary>
    internal virtual void SetTensors(IReadOnlyDictionary<string, SafeTensorEntry> tensors) { }

    /// <summary>After all callbacks' <see cref="OnTrainBegin"/>.</summary>
    internal virtual void AfterTrainBegin(IReadOnlyList<Callback> all) { }

    /// <summary>After all callbacks' <see cref="OnEpochBegin"/>.</summary>
    internal virtual void AfterEpochBegin(IReadOnlyList<Callback> all) { }

    /// <summary>After all callbacks' <see cref="OnEpochEnd"/>.</summary>
    internal virtual void AfterEpochEnd(IReadOnlyList<Callback> all) { }

    /// <summary>After all callbacks' <see cref="OnTrainBatchEnd"/>.</summary>
    internal virtual void AfterTrainBatchEnd(IReadOnlyList<Callback> all) { }

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin() { }

    /// <summary>After the last epoch.</summary>
    /// <param name="logs">Those of the last epoch; empty if there was none.</param>
    public virtual void OnTrainEnd(Logs logs) { }

    /// <summary>Before an epoch.</summary>
    /// <param name="epoch">The epoch's number, from 0 on.</param>
    public virtual void OnEpochBegin(int epoch) { }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="epoch">The epoch's number, from 0 on.</param>
    /// <param name="logs">Loss and metrics of the epoch; those of the validation have names that begin with <c>val_</c>.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs) { }

    /// <summary>Before a step of training.</summary>
    /// <param name="batch">The batch's number in the epoch, from 0 on.</param>
    public virtual void OnTrainBatchBegin(int batch) => OnBatchBegin(batch);

    /// <summary>After a step of training.</summary>
    /// <param name="batch">The batch's number in the epoch, from 0 on.</param>
    /// <param name="logs">Loss and metrics over the epoch so far.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs) => OnBatchEnd(batch, logs);

    /// <summary>Before an evaluation, that of a validation included.</summary>
    public virtual void OnTestBegin() { }

    /// <summary>After an evaluation.</summary>
    /// <param name="logs">Its loss and metrics.</param>
    public virtual void OnTestEnd(Logs logs) { }

    /// <summary>Before a step of an evaluation.</summary>
    /// <param name="batch">The batch's number, from 0 on.</param>
    public virtual void OnTestBatchBegin(int batch) { }

    /// <summary>After a step of an evaluation.</summary>
    /// <param name="batch">The batch's number, from 0 on.</param>
    /// <param name="logs">Loss and metrics so far.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs) { }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin() { }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd() { }

    /// <summary>Before a step of a prediction.</summary>
    /// <param name="batch">The batch's number, from 0 on.</param>
    public virtual void OnPredictBatchBegin(int batch) { }

    /// <summary>After a step of a prediction.</summary>
    /// <param name="batch">The batch's number, from 0 on.</param>
    public virtual void OnPredictBatchEnd(int batch) { }
}
