using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Callbacks;

/// <summary>Saves the model, or its weights, as it trains: after each epoch or so many batches, always or when a number has become better.</summary>
/// <remarks>
/// Keras: <c>keras.callbacks.ModelCheckpoint</c>. Files are written under a temporary name and moved, so that no half-written file is left;
/// missing folders are made. Keras's own formats (<c>.keras</c>, <c>.h5</c>) are not written.
/// </remarks>
/// <example><code>
/// var best = new ModelCheckpoint("best.safetensors", saveBestOnly: true, saveWeightsOnly: true);
/// model.Fit(x, y, epochs: 20, validationSplit: 0.2, callbacks: [best, new ModelCheckpoint("runs/{epoch:02d}-{val_loss:.2f}.safetensors", saveWeightsOnly: true)]);
/// model.LoadWeights("best.safetensors");
/// </code></example>
public sealed class ModelCheckpoint : MonitorCallback
{
    private const string WeightsEnding = ".safetensors";
    private const string ModelEnding = ".kerasharp";

    private readonly PathTemplate _path;
    private int _epoch;
    private int _batchesSinceSaving;
    private int? _lastBatch;

    /// <summary>Makes one.</summary>
    /// <param name="filepath">
    /// The file, ending in <c>.kerasharp</c>, or with <paramref name="saveWeightsOnly"/> in <c>.safetensors</c>. It may have places in
    /// Python's form for the epoch, counted from 1, and the logs: <c>{epoch:02d}-{val_loss:.2f}</c>; when saving by batches also
    /// <c>{batch}</c>.
    /// </param>
    /// <param name="monitor">The name of the number that must become better with <paramref name="saveBestOnly"/>.</param>
    /// <param name="verbose">0: silent; 1: says what it does.</param>
    /// <param name="saveBestOnly">Whether it saves only when the number has become better.</param>
    /// <param name="saveWeightsOnly">Whether it saves the weights alone.</param>
    /// <param name="mode"><c>"min"</c>, <c>"max"</c>, or <c>"auto"</c>: as the loss or metric says.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, the default, or a number of batches.</param>
    /// <param name="initialValueThreshold">What the first number must beat; nothing by default.</param>
    /// <exception cref="ArgumentException">The file's ending or its places do not fit, or an argument is outside its range.</exception>
    public ModelCheckpoint(
        string filepath,
        string monitor = "val_loss",
        int verbose = 0,
        bool saveBestOnly = false,
        bool saveWeightsOnly = false,
        string mode = "auto",
        Frequency saveFreq = default,
        double? initialValueThreshold = null
    )
        : base(monitor, mode, initialValueThreshold)
    {
        ArgumentException.ThrowIfNullOrEmpty(filepath);
        string ending = saveWeightsOnly ? WeightsEnding : ModelEnding;
        if (!filepath.EndsWith(ending, StringComparison.Ordinal))
            throw new ArgumentException(
                $"The file name '{filepath}' came for {(saveWeightsOnly ? "weights" : "a whole model")}; one that ends in '{ending}' was expected. "
                    + (
                        filepath.EndsWith(WeightsEnding, StringComparison.Ordinal)
                            ? "Pass saveWeightsOnly: true, or change the ending."
                            : "Change the ending; Keras's own formats are not written."
                    ),
                nameof(filepath)
            );
        _path = new PathTemplate(filepath);
        Filepath = filepath;
        Verbose = (int)Arguments.NotNegative(verbose, nameof(verbose));
        SaveBestOnly = saveBestOnly;
        SaveWeightsOnly = saveWeightsOnly;
        SaveFreq = saveFreq;
        InitialValueThreshold = initialValueThreshold;
    }

    /// <summary>The file, with places for numbers.</summary>
    public string Filepath { get; }

    /// <summary>Whether it says what it does.</summary>
    public int Verbose { get; }

    /// <summary>Whether it saves only when the number has become better.</summary>
    public bool SaveBestOnly { get; }

    /// <summary>Whether it saves the weights alone.</summary>
    public bool SaveWeightsOnly { get; }

    /// <summary>How often it saves.</summary>
    public Frequency SaveFreq { get; }

    /// <summary>What the first number must beat, or null.</summary>
    public double? InitialValueThreshold { get; }

    internal override bool WantsBatches => !SaveFreq.IsEpoch;

    /// <inheritdoc/>
    protected internal override JsonObject? GetState()
    {
        var state = base.GetState()!;
        state["batches_since_saving"] = _batchesSinceSaving;
        state["last_batch"] = _lastBatch;
        return state;
    }

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        base.SetState(state);
        _batchesSinceSaving = state["batches_since_saving"]!.GetValue<int>();
        _lastBatch = state["last_batch"]?.GetValue<int>();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (IsDue(batch))
            Save(_epoch, batch, logs);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (SaveFreq.IsEpoch)
            Save(epoch, null, logs);
    }

    private bool IsDue(int batch)
    {
        if (SaveFreq.IsEpoch)
            return false;
        // A number that is not above the last one is of a new epoch.
        _batchesSinceSaving += _lastBatch is { } last && batch > last ? batch - last : batch + 1;
        _lastBatch = batch;
        if (_batchesSinceSaving < SaveFreq.Batches)
            return false;
        _batchesSinceSaving = 0;
        return true;
    }

    private void Save(int epoch, int? batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string path = _path.Fill(epoch + 1, batch + 1, logs);
        if (!ShallSave(epoch, path, logs))
            return;
        if (Directory.Exists(path))
            throw new IOException(
                $"ModelCheckpoint was to write '{path}', which is a folder; the name of a file was expected. Choose another."
            );
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        if (SaveWeightsOnly)
            Model.SaveWeights(path);
        else
            Model.Save(path);
        Say(epoch, $"finished saving model to {path}");
    }

    private bool ShallSave(int epoch, string path, Logs logs)
    {
        if (!SaveBestOnly)
        {
            Say(epoch, $"saving model to {path}");
            return true;
        }
        if (!TryGetMonitored(logs, out double current))
            return false;
        string best = Best is { } number ? PythonFormat.Format(number, ".5f") : "None";
        if (!IsImprovement(current, Best))
        {
            Say(epoch, $"{Monitor} did not improve from {best}");
            return false;
        }
        Say(epoch, $"{Monitor} improved from {best} to {PythonFormat.Format(current, ".5f")}, saving model to {path}");
        Best = current;
        return true;
    }

    private void Say(int epoch, string what)
    {
        if (Verbose > 0)
            Output.WriteLine(FormattableString.Invariant($"\nEpoch {epoch + 1}: {what}"));
    }
}
