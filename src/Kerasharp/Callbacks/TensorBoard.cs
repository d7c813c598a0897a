using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kerasharp.Callbacks.Events;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Callbacks;

/// <summary>
/// Writes event files for TensorBoard: loss, metrics and learning rate, the graph, histograms and pictures of weights, embeddings. To look
/// at them run <c>tensorboard --logdir logs</c>.
/// </summary>
/// <remarks>
/// <para>Keras: <c>keras.callbacks.TensorBoard</c>, with its folders (<c>train</c>, <c>validation</c>) and names (<c>epoch_loss</c>,
/// <c>batch_loss</c>, <c>epoch_learning_rate</c>, <c>evaluation_loss_vs_iterations</c>, <c>dense/kernel/histogram</c>).</para>
/// <para>Pictures of weights reach from black, the least number, to white, the greatest; Keras cuts at 0 and 1. Embeddings are written as
/// tables (<c>embedding.tsv</c>), which TensorBoard's projector reads. Nothing is profiled: <c>profile_batch</c> must stay 0.</para>
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 10, validationSplit: 0.2, callbacks: [new TensorBoard("logs", histogramFreq: 1)]);</code></example>
public sealed class TensorBoard : Callback
{
    private EventFile? _train;
    private EventFile? _validation;
    private bool _inFit;
    private long _batch;
    private long _iterationsBefore;
    private long _epochStart;
    private long _batchStart;

    /// <summary>Makes one.</summary>
    /// <param name="logDir">The folder for the files, which no other run should use.</param>
    /// <param name="histogramFreq">After how many epochs histograms of the weights are written; 0 for never.</param>
    /// <param name="writeGraph">Whether the model's graph is written.</param>
    /// <param name="writeImages">Whether pictures of the weights are written along with their histograms.</param>
    /// <param name="writeStepsPerSecond">Whether the speed is written.</param>
    /// <param name="updateFreq"><c>"epoch"</c>, the default, <c>"batch"</c>, or a number of batches: how often loss and metrics are written.</param>
    /// <param name="profileBatch">Must be 0: ONNX Runtime's profiles are none of TensorBoard's.</param>
    /// <param name="embeddingsFreq">After how many epochs the tables of embedding layers are written; 0 for never.</param>
    /// <param name="embeddingsMetadata">Files that name the rows of those tables, seen from the folder: one, or by layer; none by default.</param>
    /// <exception cref="ArgumentException">A number is below 0, a profile is asked for, or an argument would have no effect.</exception>
    public TensorBoard(
        string logDir = "logs",
        int histogramFreq = 0,
        bool writeGraph = true,
        bool writeImages = false,
        bool writeStepsPerSecond = false,
        Frequency updateFreq = default,
        int profileBatch = 0,
        int embeddingsFreq = 0,
        EmbeddingsMetadata? embeddingsMetadata = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(logDir);
        LogDir = logDir;
        HistogramFreq = (int)Arguments.NotNegative(histogramFreq, nameof(histogramFreq));
        WriteGraph = writeGraph;
        WriteImages = writeImages;
        WriteStepsPerSecond = writeStepsPerSecond;
        UpdateFreq = updateFreq;
        ProfileBatch = profileBatch;
        EmbeddingsFreq = (int)Arguments.NotNegative(embeddingsFreq, nameof(embeddingsFreq));
        EmbeddingsMetadata = embeddingsMetadata;
        if (profileBatch != 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"profileBatch of {profileBatch} came; 0 was expected, since steps run within ONNX Runtime, which writes no profile that TensorBoard reads. Leave it out."
                ),
                nameof(profileBatch)
            );
        if (writeImages && histogramFreq == 0)
            throw new ArgumentException(
                "writeImages came without histogramFreq, along with which pictures are written; histogramFreq of at least 1 was expected. Give both.",
                nameof(writeImages)
            );
        if (embeddingsMetadata is not null && embeddingsFreq == 0)
            throw new ArgumentException(
                "embeddingsMetadata came without embeddingsFreq, so that no embeddings are written; embeddingsFreq of at least 1 was expected. Give both.",
                nameof(embeddingsMetadata)
            );
    }

    /// <summary>The folder for the files.</summary>
    public string LogDir { get; }

    /// <summary>After how many epochs histograms of the weights are written; 0 for never.</summary>
    public int HistogramFreq { get; }

    /// <summary>Whether the model's graph is written.</summary>
    public bool WriteGraph { get; }

    /// <summary>Whether pictures of the weights are written along with their histograms.</summary>
    public bool WriteImages { get; }

    /// <summary>Whether the speed is written.</summary>
    public bool WriteStepsPerSecond { get; }

    /// <summary>How often loss and metrics are written.</summary>
    public Frequency UpdateFreq { get; }

    /// <summary>0: nothing is profiled.</summary>
    public int ProfileBatch { get; }

    /// <summary>After how many epochs the tables of embedding layers are written; 0 for never.</summary>
    public int EmbeddingsFreq { get; }

    /// <summary>Files that name the rows of those tables, or null.</summary>
    public EmbeddingsMetadata? EmbeddingsMetadata { get; }

    internal override bool WantsBatches => !UpdateFreq.IsEpoch;

    /// <summary>The time.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    private EventFile Train => _train ??= new EventFile(Path.Combine(LogDir, "train"), Clock);

    private EventFile Validation => _validation ??= new EventFile(Path.Combine(LogDir, "validation"), Clock);

    /// <inheritdoc/>
    protected internal override JsonObject? GetState() => new() { ["batch"] = _batch };

    /// <inheritdoc/>
    protected internal override void SetState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _batch = state["batch"]!.GetValue<long>();
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        Close();
        _inFit = true;
        _batch = 0;
        if (EmbeddingsFreq > 0)
            EmbeddingProjector.Check(Model, EmbeddingsMetadata);
        if (!WriteGraph)
            return;
        Train.AddGraph(GraphDefinition.Of(Model));
        WriteLayers();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _inFit = false;
        Close();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (!WriteStepsPerSecond)
            return;
        _iterationsBefore = Model.Optimizer.Iterations;
        _epochStart = Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch)
    {
        _batch++;
        if (WriteStepsPerSecond)
            _batchStart = Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (UpdateFreq.IsEpoch || _batch % UpdateFreq.Batches != 0)
            return;
        ArgumentNullException.ThrowIfNull(logs);
        var summary = new Summary();
        if (WriteStepsPerSecond)
            summary.AddScalar("batch_steps_per_second", 1 / Clock.GetElapsedTime(_batchStart).TotalSeconds);
        foreach (var (name, value) in logs)
            summary.AddScalar($"batch_{name}", value);
        Train.Add(_batch, summary);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        var summary = new Summary();
        foreach (var (name, value) in logs)
            summary.AddScalar($"evaluation_{name}_vs_iterations", value);
        Validation.Add(Model.Optimizer.Iterations, summary);
        if (!_inFit)
            Close();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        WriteLogs(epoch, logs);
        if (HistogramFreq > 0 && epoch % HistogramFreq == 0)
            WriteWeights(epoch);
        if (EmbeddingsFreq > 0 && epoch % EmbeddingsFreq == 0)
            EmbeddingProjector.Write(LogDir, Model, EmbeddingsMetadata);
    }

    private void WriteLogs(int epoch, Logs logs)
    {
        const string prefix = "val_";
        var train = new Summary();
        var validation = new Summary();
        var rates = new Logs();
        OptimizerParts.Log(Model.Optimizer, rates);
        foreach (var (name, value) in logs)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                validation.AddScalar($"epoch_{name[prefix.Length..]}", value);
            else if (!rates.ContainsKey(name))
                train.AddScalar($"epoch_{name}", value);
        }
        foreach (var (name, value) in rates)
            train.AddScalar($"epoch_{name}", value);
        if (WriteStepsPerSecond)
            train.AddScalar(
                "epoch_steps_per_second",
                (Model.Optimizer.Iterations - _iterationsBefore) / Clock.GetElapsedTime(_epochStart).TotalSeconds
            );
        Train.Add(epoch, train);
        if (!validation.IsEmpty)
            Validation.Add(epoch, validation);
    }

    /// <summary>Writes an event for each weight, since a large model's would be too large for one.</summary>
    private void WriteWeights(int epoch)
    {
        foreach (var weight in Model.Layers.SelectMany(l => l.Weights))
        {
            var elements = Elements(weight);
            string tag = weight.Path.Replace(':', '_');
            var summary = new Summary();
            summary.AddHistogram($"{tag}/histogram", HistogramBuckets.Of(elements));
            if (WriteImages && WeightImages.Of(elements, weight.Shape.ToArray()) is var (width, height, pictures))
                summary.AddImages($"{tag}/image", width, height, pictures);
            Train.Add(epoch, summary);
        }
    }

    private static double[] Elements(Weight weight)
    {
        byte[] bytes = weight.ReadLogical();
        return weight.ElementType switch
        {
            ElementType.Float32 => Array.ConvertAll(Cast<float>(bytes), e => (double)e),
            ElementType.Float64 => Cast<double>(bytes),
            ElementType.Int64 => Array.ConvertAll(Cast<long>(bytes), e => (double)e),
            _ => throw new NotSupportedException(
                $"TensorBoard was to write a histogram of the weight '{weight.Path}' of {weight.ElementType}; Float32, Float64 or Int64 was expected. Pass histogramFreq: 0."
            ),
        };

        static T[] Cast<T>(byte[] bytes)
            where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    /// <summary>Writes the layers and how they are connected, where the model's configuration tells.</summary>
    private void WriteLayers()
    {
        // A class of one's own has its layers in its code.
        if (Model is not Sequential && Model.GetType() != typeof(Model))
            return;
        var summary = new Summary();
        try
        {
            summary.AddKerasModel(Model.ToJson());
        }
        catch (NotSupportedException)
        {
            // As in Keras: what cannot be written to a file is in the graph of operators alone.
            return;
        }
        Train.Add(0, summary);
    }

    private void Close()
    {
        _train?.Dispose();
        _validation?.Dispose();
        _train = _validation = null;
    }
}
