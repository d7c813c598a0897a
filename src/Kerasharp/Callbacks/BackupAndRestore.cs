using System.Text.Json.Nodes;
using Kerasharp.Onnx.Files;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp.Callbacks;

/// <summary>
/// Keeps a backup of a training while it runs, and goes on from it when Fit is called again: a run that was killed at any moment ends with
/// the weights, bit for bit, of one that was not.
/// </summary>
/// <remarks>
/// Keras: <c>keras.callbacks.BackupAndRestore</c>. The backup holds weights, what the optimizer carries, random states, the epoch and batch,
/// what metrics have gathered, and what other callbacks and the history carry, so that these go on, too. Data and the arguments of Compile
/// and Fit must be the same; a backup of another architecture is refused. Files are written under a temporary name, flushed and moved.
/// </remarks>
/// <example><code>
/// // After a crash, run the same program again.
/// model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup", saveFreq: 50)]);
/// </code></example>
public sealed class BackupAndRestore : Callback
{
    private const string Latest = "latest.backup";
    private const string Previous = "previous.backup";

    private int _batchesSinceSaving;
    private Action? _again;

    /// <summary>Makes one.</summary>
    /// <param name="backupDir">The folder of the backup, for this training alone; it is made if it is not there.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, the default, or a number of batches.</param>
    /// <param name="doubleCheckpoint">Whether the backup before the last is kept, too, for the case that the last cannot be read.</param>
    /// <param name="deleteCheckpoint">Whether the backup is deleted when training ends.</param>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    public BackupAndRestore(
        string backupDir,
        Frequency saveFreq = default,
        bool doubleCheckpoint = false,
        bool deleteCheckpoint = true
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(backupDir);
        BackupDir = backupDir;
        SaveFreq = saveFreq;
        DoubleCheckpoint = doubleCheckpoint;
        DeleteCheckpoint = deleteCheckpoint;
    }

    /// <summary>The folder of the backup.</summary>
    public string BackupDir { get; }

    /// <summary>How often it is written.</summary>
    public Frequency SaveFreq { get; }

    /// <summary>Whether the backup before the last is kept.</summary>
    public bool DoubleCheckpoint { get; }

    /// <summary>Whether the backup is deleted when training ends.</summary>
    public bool DeleteCheckpoint { get; }

    internal override bool WantsBatches => !SaveFreq.IsEpoch;

    private string LatestPath => Path.Combine(BackupDir, Latest);

    private string PreviousPath => Path.Combine(BackupDir, Previous);

    private FitRun Run =>
        Model.Run
        ?? throw new InvalidOperationException(
            "A BackupAndRestore was called outside of Fit, whose position it keeps. Pass it to Fit."
        );

    /// <summary>Deletes the backup, unless it is to stay.</summary>
    public override void OnTrainEnd(Logs logs)
    {
        if (!DeleteCheckpoint || !Directory.Exists(BackupDir))
            return;
        DeleteTemporaries();
        File.Delete(PreviousPath);
        File.Delete(LatestPath);
        if (!Directory.EnumerateFileSystemEntries(BackupDir).Any())
            Directory.Delete(BackupDir);
    }

    // The others have begun by then, so that what they carry can be set.
    internal override void AfterTrainBegin(IReadOnlyList<Callback> all)
    {
        (_batchesSinceSaving, _again) = (0, null);
        if (!Directory.Exists(BackupDir))
            return;
        DeleteTemporaries();
        string[] paths = [.. new[] { LatestPath, PreviousPath }.Where(File.Exists)];
        for (int i = 0; i < paths.Length; i++)
        {
            try
            {
                Restore(paths[i], all);
                return;
            }
            catch (ModelFileException) when (i + 1 < paths.Length)
            {
                // The one before was kept for this.
            }
        }
    }

    // What others did at the beginning of an epoch they did before it was interrupted, too: it counts once.
    internal override void AfterEpochBegin(IReadOnlyList<Callback> all)
    {
        _again?.Invoke();
        _again = null;
    }

    internal override void AfterEpochEnd(IReadOnlyList<Callback> all)
    {
        if (SaveFreq.IsEpoch)
            Save(all);
    }

    internal override void AfterTrainBatchEnd(IReadOnlyList<Callback> all)
    {
        if (SaveFreq.IsEpoch || ++_batchesSinceSaving < SaveFreq.Batches)
            return;
        _batchesSinceSaving = 0;
        Save(all);
    }

    private void Save(IReadOnlyList<Callback> all)
    {
        var run = Run;
        SafeTensorEntry[] states =
        [
            .. run.States().Select(s => new SafeTensorEntry(s.Name, s.State.Type, s.State.Dims, s.State.ReadBytes())),
        ];
        var (callbacks, tensors) = CallbackStates.Write(all);
        var position = new JsonObject
        {
            ["epoch"] = run.Epoch,
            ["batch"] = run.Batch,
            ["pass"] = run.Pass,
            ["pass_batch"] = run.PassBatch,
            ["shuffle_seed"] = run.ShuffleSeed,
            ["stop_training"] = Model.StopTraining,
            ["callbacks"] = callbacks,
        };
        Directory.CreateDirectory(BackupDir);
        // From here on the one before is found if the new one is not there.
        if (DoubleCheckpoint && File.Exists(LatestPath))
            File.Move(LatestPath, PreviousPath, overwrite: true);
        ModelArchive.Write(
            LatestPath,
            [
                (ModelArchive.Training, ModelArchive.Text(position)),
                (ModelArchive.States, SafeTensorsFile.Prepare(LatestPath, states)),
                (ModelArchive.Callbacks, SafeTensorsFile.Prepare(LatestPath, tensors)),
            ]
        );
    }

    private void Restore(string path, IReadOnlyList<Callback> all)
    {
        var run = Run;
        using var archive = ModelArchive.Open(path);
        var position = archive.ReadJson(ModelArchive.Training);
        var stored = archive.ReadTensors(ModelArchive.States, archive.FileLength).Tensors;
        var callbacks = archive.ReadTensors(ModelArchive.Callbacks, archive.FileLength).Tensors;
        var (epoch, batch, pass, passBatch, seed, stop) = ModelArchive.Guard(
            archive.NameOf(ModelArchive.Training),
            () =>
                (
                    Number<int>("epoch"),
                    Number<int>("batch"),
                    Number<long>("pass"),
                    Number<int>("pass_batch"),
                    Number<ulong>("shuffle_seed"),
                    Number<bool>("stop_training")
                )
        );
        run.Prepare();
        var states = run.States();
        var tensors = Match(path, stored, states);
        Set();
        _again = batch > 0 ? Set : null;
        (run.Epoch, run.Batch, run.Pass, run.PassBatch, run.ShuffleSeed) = (epoch, batch, pass, passBatch, seed);
        Model.StopTraining = stop;

        void Set()
        {
            ModelArchive.Guard(
                archive.NameOf(ModelArchive.Training),
                () =>
                {
                    CallbackStates.Read(all, position["callbacks"]!.AsArray(), callbacks);
                    return true;
                }
            );
            for (int i = 0; i < tensors.Length; i++)
                states[i].State.Write(tensors[i].Data.Span);
        }

        T Number<T>(string key) =>
            position[key] is JsonValue value && value.TryGetValue(out T? number)
                ? number
                : throw new FormatException($"no number as '{key}'");
    }

    /// <summary>For each state what is stored of it.</summary>
    private SafeTensorEntry[] Match(
        string path,
        OrderedDictionary<string, SafeTensorEntry> stored,
        IReadOnlyList<(string Name, State State)> states
    )
    {
        SafeTensorEntry[] all = [.. stored.Values];
        int[] places = StateMatch.Find(
            [.. states.Select(s => (s.Name, s.State.Type))],
            [.. all.Select(t => (t.Name, t.Type))]
        );
        for (int i = 0; i < places.Length; i++)
        {
            var (name, state) = states[i];
            if (places[i] < 0)
                throw Differs(path, $"no '{name}'", Shown(name, state.Dims));
            var tensor = all[places[i]];
            if (tensor.Type != state.Type || !tensor.Dims.AsSpan().SequenceEqual(state.Dims))
                throw Differs(path, Shown(tensor.Name, tensor.Dims), Shown(name, state.Dims));
        }
        // Layers may add metrics that only an evaluation has; each epoch begins them anew.
        foreach (var tensor in all.Where((_, i) => !places.Contains(i)))
            if (!tensor.Name.StartsWith("metrics/", StringComparison.Ordinal))
                throw Differs(path, Shown(tensor.Name, tensor.Dims), $"no '{tensor.Name}'");
        return Array.ConvertAll(places, p => all[p]);

        static string Shown(string name, long[] dims) => $"'{name}' {SafeTensorsHeader.DescribeShape(dims)}";
    }

    private ArgumentException Differs(string path, string came, string expected) =>
        new(
            $"The backup '{path}' came with {came}; the model '{Model.Name}', as it was compiled, has {expected}. "
                + $"Train the model that wrote it, or delete the folder '{BackupDir}' to begin anew."
        );

    /// <summary>Deletes what a killed process had begun to write.</summary>
    private void DeleteTemporaries()
    {
        foreach (string file in Directory.EnumerateFiles(BackupDir, $"{Latest}.*{AtomicFile.TemporaryExtension}"))
            File.Delete(file);
    }
}
