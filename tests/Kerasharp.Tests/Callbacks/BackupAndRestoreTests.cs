using System.Text.Json.Nodes;
using Kerasharp.Callbacks;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Callbacks;

/// <summary>A run that broke off goes on from its backup and ends, bit for bit, as one that did not.</summary>
[Collection(nameof(AloneCollection))]
public sealed class BackupAndRestoreTests : IDisposable
{
    private const int Epochs = 6;

    private static readonly float[,] X = Elements.Rows(21, 4);
    private static readonly float[,] Y = Elements.Rows(21, 2, phase: 1);

    private readonly TemporaryFolder _folder = new();

    // From other weights a run may stop early, before it is to break off.
    public BackupAndRestoreTests() => Utils.SetRandomSeed(1);

    private string Backup => _folder["backup"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 3, 1)]
    [InlineData(0, 5, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 4, 1)]
    public void EndsAsAnUninterruptedRun(int batches, int epoch, int batch)
    {
        string start = Start(Network());
        using var whole = Model.Load(start);
        var expected = Train(whole, [], "whole.csv");

        using (var broken = Model.Load(start))
            Assert.Throws<Breakdown>(() => Train(broken, [NewBackup(batches), BreakAt(epoch, batch)], "resumed.csv"));
        // Another process: other seeds, other weights.
        using var resumed = Network();
        Compile(resumed);
        var actual = Train(resumed, [NewBackup(batches)], "resumed.csv");
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());
        Assert.Equal(expected.Epoch, actual.Epoch);
        foreach (string name in expected.Names)
            Assert.Equal(expected[name], actual[name]);
        foreach (string name in expected.Names)
            Assert.Equal(expected.EpochsOf(name), actual.EpochsOf(name));
        Assert.Equal(expected.Durations.Count, actual.Durations.Count);
        Assert.True(actual.TotalDuration >= actual.Durations[0]);
        Assert.Equal(File.ReadAllText(_folder["whole.csv"]), File.ReadAllText(_folder["resumed.csv"]));
        Assert.Equal(whole.Optimizer.LearningRate, resumed.Optimizer.LearningRate);
        Assert.False(Directory.Exists(Backup));

        // And they go on alike.
        Assert.Equal(
            whole.Fit(X, Y, batchSize: 8, verbose: 0)["loss"],
            resumed.Fit(X, Y, batchSize: 8, verbose: 0)["loss"]
        );
    }

    [Fact]
    public void EpochsThatEndWithinAPassGoOnInIt()
    {
        string start = Start(Network());
        using var whole = Model.Load(start);
        whole.Fit(X, Y, batchSize: 8, epochs: Epochs, stepsPerEpoch: 2, verbose: 0);
        using (var broken = Model.Load(start))
            Assert.Throws<Breakdown>(() =>
                broken.Fit(
                    X,
                    Y,
                    batchSize: 8,
                    epochs: Epochs,
                    stepsPerEpoch: 2,
                    verbose: 0,
                    callbacks: [NewBackup(1), BreakAt(3, 0)]
                )
            );
        using var resumed = Network();
        Compile(resumed);
        resumed.Fit(X, Y, batchSize: 8, epochs: Epochs, stepsPerEpoch: 2, verbose: 0, callbacks: [NewBackup(1)]);
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());
    }

    [Fact]
    public void ARunThatWasStoppedIsNotTrainedOn()
    {
        string start = Start(Network());
        using var whole = Model.Load(start);
        whole.Fit(X, Y, batchSize: 8, epochs: 20, verbose: 0, callbacks: [Early()]);
        using (var broken = Model.Load(start))
        {
            // It breaks off between its last backup and its end.
            var breaking = new LambdaCallback(onTrainEnd: _ => throw new Breakdown());
            Assert.Throws<Breakdown>(() =>
                broken.Fit(X, Y, batchSize: 8, epochs: 20, verbose: 0, callbacks: [breaking, NewBackup(0), Early()])
            );
        }
        using var resumed = Network();
        Compile(resumed);
        var early = Early();
        resumed.Fit(X, Y, batchSize: 8, epochs: 20, verbose: 0, callbacks: [NewBackup(0), early]);
        Assert.True(early.StoppedEpoch > 0);
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());

        static EarlyStopping Early() => new(monitor: "loss", minDelta: 1, restoreBestWeights: true, patience: 2);
    }

    [Fact]
    public void TheOneBeforeServesWhereTheLastCannotBeRead()
    {
        string start = Start(Network());
        using var whole = Model.Load(start);
        Train(whole, [], "whole.csv");
        var kept = new BackupAndRestore(Backup, doubleCheckpoint: true);
        using (var broken = Model.Load(start))
            Assert.Throws<Breakdown>(() => Train(broken, [kept, BreakAt(4, 0)], "resumed.csv"));
        File.WriteAllBytes(Path.Combine(Backup, "latest.backup"), [1, 2, 3]);
        File.WriteAllText(Path.Combine(Backup, "latest.backup.0123.tmp"), "half");
        using (var resumed = Network())
        {
            Compile(resumed);
            Train(resumed, [kept], "resumed.csv");
            Assert.Equal(whole.Snapshot(), resumed.Snapshot());
        }
        Assert.False(Directory.Exists(Backup));
    }

    [Fact]
    public void WhatCannotBeReadOrIsAnothersIsRefused()
    {
        using var model = Network();
        Compile(model);
        Train(model, [new BackupAndRestore(Backup, deleteCheckpoint: false)], "a.csv");
        Assert.Equal(["latest.backup"], Directory.GetFiles(Backup).Select(Path.GetFileName));

        using var wider = new Sequential([new Input(4), new Dense(7, name: "first"), new Dense(2, name: "second")]);
        Compile(wider);
        float[][] before = wider.Snapshot();
        var error = Assert.Throws<ArgumentException>(() => Train(wider, [NewBackup(0)], "b.csv"));
        Assert.Contains("'weights/first/kernel' (4, 6)", error.Message);
        Assert.Contains("'weights/first/kernel' (4, 7)", error.Message);
        Assert.Contains(Backup, error.Message);
        Assert.Equal(before, wider.Snapshot());

        // Another optimizer has other variables.
        model.Compile(new RMSprop(), "mse");
        Assert.Contains(
            "optimizer/",
            Assert.Throws<ArgumentException>(() => model.Fit(X, Y, verbose: 0, callbacks: [NewBackup(0)])).Message
        );
        File.WriteAllBytes(Path.Combine(Backup, "latest.backup"), [1, 2, 3]);
        Assert.Throws<ModelFileException>(() => model.Fit(X, Y, verbose: 0, callbacks: [NewBackup(0)]));
    }

    [Fact]
    public void LayersThatAreNumberedOtherwiseGoOn()
    {
        string start = Start(Unnamed(6));
        using var whole = Model.Load(start);
        Train(whole, [], "whole.csv");
        using (var broken = Model.Load(start))
            Assert.Throws<Breakdown>(() => Train(broken, [NewBackup(1), BreakAt(4, 0)], "resumed.csv"));
        // Of models that one process makes one after another the layers are dense, dense_1 and so on.
        using var resumed = Unnamed(6);
        Assert.NotEqual(whole.Weights[0].Path, resumed.Weights[0].Path);
        using var wider = Unnamed(7);
        Compile(wider);
        Assert.Contains(
            "(4, 7)",
            Assert.Throws<ArgumentException>(() => Train(wider, [NewBackup(1)], "wider.csv")).Message
        );
        Compile(resumed);
        Train(resumed, [NewBackup(1)], "resumed.csv");
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());

        static Sequential Unnamed(int units) =>
            new([new Input(4), new Dense(units), new Dropout(0.3), new Dense(units), new Dense(2)]);
    }

    [Fact]
    public void DamagedBackupsEndInOurExceptions()
    {
        using var model = Network();
        Compile(model);
        Train(model, [new BackupAndRestore(Backup, deleteCheckpoint: false)], "a.csv");
        string path = Path.Combine(Backup, "latest.backup");
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            File.WriteAllBytes(path, DamagedFiles.One(whole, random));
            try
            {
                model.Fit(
                    X,
                    Y,
                    verbose: 0,
                    epochs: Epochs,
                    callbacks: [new BackupAndRestore(Backup, deleteCheckpoint: false)]
                );
            }
            catch (Exception error) when (error is ModelFileException or ArgumentException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void CallbacksOfOnesOwnGoOn()
    {
        using (var broken = Network())
        {
            Compile(broken);
            Assert.Throws<Breakdown>(() => Fit(broken, new Counter(), NewBackup(0), BreakAt(4, 1)));
        }
        using var resumed = Network();
        Compile(resumed);
        var counter = new Counter();
        Fit(resumed, NewBackup(0), counter);
        Assert.Equal(Epochs, counter.Epochs);

        static void Fit(Model model, params Callback[] callbacks) =>
            model.Fit(X, Y, batchSize: 8, epochs: Epochs, verbose: 0, callbacks: callbacks);
    }

    [Fact]
    public void ItIsOfFitAlone()
    {
        Assert.Throws<ArgumentException>(() => new BackupAndRestore(""));
        using var model = Network();
        Compile(model);
        var list = new CallbackList([NewBackup(0)], addHistory: true, model: model);
        list.OnTrainBegin();
        Assert.Contains(
            "Pass it to Fit",
            Assert.Throws<InvalidOperationException>(() => list.OnEpochEnd(0, new Logs())).Message
        );
    }

    private string Start(Sequential model)
    {
        string path = _folder["start.kerasharp"];
        Compile(model);
        model.Save(path);
        model.Dispose();
        return path;
    }

    private static Sequential Network() => Saving.ModelSaveTests.Network();

    private static void Compile(Model model) =>
        model.Compile(new Adam(0.02, useEma: true, emaMomentum: 0.8), "mse", metrics: ["mae"]);

    private History Train(Model model, Callback[] callbacks, string csv) =>
        model.Fit(
            X,
            Y,
            batchSize: 8,
            epochs: Epochs,
            verbose: 0,
            validationSplit: 0.2,
            callbacks:
            [
                // The backup stands before those whose state it keeps.
                .. callbacks,
                new EarlyStopping(patience: 4, restoreBestWeights: true),
                new LearningRateScheduler((_, rate) => rate * 0.9),
                new ReduceLROnPlateau(patience: 1, minDelta: 0.01),
                new SwapEMAWeights(swapOnEpoch: true),
                new CSVLogger(_folder[csv]),
            ]
        );

    private BackupAndRestore NewBackup(int batches) =>
        batches == 0 ? new BackupAndRestore(Backup) : new BackupAndRestore(Backup, batches);

    private static LambdaCallback BreakAt(int epoch, int batch)
    {
        int present = 0;
        return new LambdaCallback(
            onEpochBegin: e => present = e,
            onTrainBatchEnd: (b, _) =>
            {
                if (present == epoch && b == batch)
                    throw new Breakdown();
            }
        );
    }

    private sealed class Breakdown : Exception;

    private sealed class Counter : Callback
    {
        public int Epochs { get; private set; }

        public override void OnEpochEnd(int epoch, Logs logs) => Epochs++;

        protected internal override JsonObject? GetState() => new() { ["epochs"] = Epochs };

        protected internal override void SetState(JsonObject state) => Epochs = (int)state["epochs"]!;
    }
}
