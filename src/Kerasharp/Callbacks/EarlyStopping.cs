using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Callbacks;

/// <summary>Ends training when a number has not become better for so many epochs.</summary>
/// <remarks>Keras: <c>keras.callbacks.EarlyStopping</c>. A name that the logs do not have is refused after the first epoch.</remarks>
/// <example><code>
/// var stop = new EarlyStopping(patience: 10, restoreBestWeights: true);
/// model.Fit(x, y, epochs: 1000, validationSplit: 0.2, callbacks: [stop]);
/// Console.WriteLine($"best epoch {stop.BestEpoch + 1}, stopped after {stop.StoppedEpoch + 1}");
/// </code></example>
public sealed class EarlyStopping : MonitorCallback
{
    private WeightSnapshot? _bestWeights;
    private int _wait;

    /// <summary>Makes one.</summary>
    /// <param name="monitor">The name of the number in the logs.</param>
    /// <param name="minDelta">By how much it must be better to count as such.</param>
    /// <param name="patience">After how many epochs without a better number training ends, 0 or more.</param>
    /// <param name="verbose">0: silent; 1: says what it does.</param>
    /// <param name="mode"><c>"min"</c>, <c>"max"</c>, or <c>"auto"</c>: as the loss or metric says.</param>
    /// <param name="baseline">What the number must beat within the patience; nothing by default.</param>
    /// <param name="restoreBestWeights">Whether the model ends with the weights of its best epoch rather than its last.</param>
    /// <param name="startFromEpoch">The first epoch that counts, from 0 on.</param>
    /// <exception cref="ArgumentException">An argument is outside its range.</exception>
    public EarlyStopping(
        string monitor = "val_loss",
        double minDelta = 0,
        int patience = 0,
        int verbose = 0,
        string mode = "auto",
        double? baseline = null,
        bool restoreBestWeights = false,
        int startFromEpoch = 0
    )
        : base(monitor, mode, minDelta: minDelta)
    {
        Patience = (int)Arguments.NotNegative(patience, nameof(patience));
        Verbose = (int)Arguments.NotNegative(verbose, nameof(verbose));
        Baseline = baseline;
        RestoreBestWeights = restoreBestWeights;
        StartFromEpoch = (int)Arguments.NotNegative(startFromEpoch, nameof(startFromEpoch));
    }

    /// <summary>After how many epochs without a better number training ends.</summary>
    public int Patience { get; }

    /// <summary>Whether it says what it does.</summary>
    public int Verbose { get; }

    /// <summary>What the number must beat within the patience, or null.</summary>
    public double? Baseline { get; }

    /// <summary>Whether the model ends with the weights of its best epoch.</summary>
    public bool RestoreBestWeights { get; }

    /// <summary>The first epoch that counts.</summary>
    public int StartFromEpoch { get; }

    /// <summary>The epoch after which training was ended, from 0 on; 0 where it was not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <summary>The epoch with the best number, from 0 on.</summary>
    public int BestEpoch { get; private set; }

    internal override bool WantsBatches => false;

    /// <inheritdoc/>
    protected internal override JsonObject? GetState()
    {
        var state = base.GetState()!;
        state["wait"] = _wait;
        state["stopped_epoch"] = StoppedEpoch;
        state["best_epoch"] = BestEpoch;
        return state;
    }

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        base.SetState(state);
        _wait = state["wait"]!.GetValue<int>();
        StoppedEpoch = state["stopped_epoch"]!.GetValue<int>();
        BestEpoch = state["best_epoch"]!.GetValue<int>();
    }

    internal override IReadOnlyList<SafeTensorEntry> GetTensors() => _bestWeights?.ToTensors() ?? [];

    internal override void SetTensors(IReadOnlyDictionary<string, SafeTensorEntry> tensors) =>
        _bestWeights = WeightSnapshot.FromTensors(Model, tensors);

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _wait = 0;
        StoppedEpoch = 0;
        Best = null;
        _bestWeights = null;
        BestEpoch = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!TryGetMonitored(logs, out double current) || epoch < StartFromEpoch)
            return;
        if (RestoreBestWeights && _bestWeights is null)
            Keep(epoch);
        _wait++;
        if (IsImprovement(current, Best))
        {
            Best = current;
            BestEpoch = epoch;
            if (RestoreBestWeights)
                Keep(epoch);
            // Only what beats the baseline, too, is worth new patience.
            if (Baseline is null || IsImprovement(current, Baseline))
                _wait = 0;
        }
        else if (_wait >= Patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch > 0 && Verbose > 0)
            Output.WriteLine(FormattableString.Invariant($"Epoch {StoppedEpoch + 1}: early stopping"));
        if (_bestWeights is null)
            return;
        if (Verbose > 0)
            Output.WriteLine(
                FormattableString.Invariant($"Restoring model weights from the end of the best epoch: {BestEpoch + 1}.")
            );
        _bestWeights.Restore();
        _bestWeights = null;
    }

    private void Keep(int epoch)
    {
        BestEpoch = epoch;
        _bestWeights = new WeightSnapshot(Model);
    }
}
