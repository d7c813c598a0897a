using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

public class CallbackListTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void EveryHookIsCalledInOrder()
    {
        using var model = new Sequential();
        var list = new CallbackList([new Recorder("a", _calls), new Recorder("b", _calls)], model);
        Assert.True(list.WantsBatches);
        list.OnTrainBegin();
        list.OnEpochBegin(0);
        list.OnTrainBatchBegin(3);
        list.OnTrainBatchEnd(3, Loss(1));
        list.OnTestBegin();
        list.OnTestBatchBegin(4);
        list.OnTestBatchEnd(4, Loss(2));
        list.OnTestEnd(Loss(3));
        list.OnEpochEnd(0, Loss(4));
        list.OnTrainEnd();
        list.OnPredictBegin();
        list.OnPredictBatchBegin(5);
        list.OnPredictBatchEnd(5);
        list.OnPredictEnd();

        string[] expected =
        [
            "train begin",
            "epoch 0 begin",
            "batch 3 begin",
            "batch 3 end 1",
            "test begin",
            "test batch 4 begin",
            "test batch 4 end 2",
            "test end 3",
            "epoch 0 end 4",
            "train end 4",
            "predict begin",
            "predict batch 5 begin",
            "predict batch 5 end",
            "predict end",
        ];
        Assert.Equal(expected.SelectMany(e => new[] { $"a {e}", $"b {e}" }), _calls);
    }

    [Fact]
    public void CallbacksKnowTheirModel()
    {
        var callback = new Recorder("a", _calls);
        Assert.StartsWith(
            "The model of a Recorder was asked for before there was one",
            Assert.Throws<InvalidOperationException>(() => callback.Model).Message
        );
        using var model = new Sequential();
        _ = new CallbackList([callback], model);
        Assert.Same(model, callback.Model);
        Assert.Equal(
            "Null came as callback 1; an object was expected. Leave it out.",
            Assert.Throws<ArgumentException>(() => new CallbackList([callback, null!], model)).Message
        );
    }

    [Fact]
    public void WithoutHooksOfBatchesThereAreNoCalls()
    {
        using var model = new Sequential();
        var callbacks = new Callback[] { new History(), new LambdaCallback(onEpochEnd: (_, _) => { }) };
        Assert.False(new CallbackList(callbacks, model).WantsBatches);
        Assert.True(
            new CallbackList([.. callbacks, new LambdaCallback(onTrainBatchEnd: (_, _) => { })], model).WantsBatches
        );
    }

    [Fact]
    public void CallbacksOfEpochsLeaveBatchesAlone()
    {
        Callback[] callbacks =
        [
            new EarlyStopping(),
            new ModelCheckpoint("m.kerasharp"),
            new ReduceLROnPlateau(),
            new LearningRateScheduler(_ => 1),
            new CSVLogger("log.csv"),
            new TensorBoard(),
            new RemoteMonitor(),
            new SwapEMAWeights(),
            new History(),
        ];
        Assert.All(callbacks, c => Assert.False(c.WantsBatches));
        Assert.False(new CallbackList(callbacks).WantsBatches);
        Assert.All(
            (Callback[])[new TerminateOnNaN(), new ProgbarLogger(), new TensorBoard(updateFreq: "batch")],
            c => Assert.True(c.WantsBatches)
        );
    }

    [Fact]
    public void AListForALoopOfOnesOwn()
    {
        using var model = new Sequential();
        var told = new CallbackParams(Verbose: 0, Epochs: 7, Steps: 3);
        var first = new Recorder("a", _calls);
        var list = new CallbackList([new CallbackList([first])], addHistory: true, model: model, parameters: told);
        var late = new Recorder("b", _calls);
        list.Append(late);
        Assert.Equal([first, list.History!, late], list.Callbacks);
        Assert.All(list.Callbacks, c => Assert.Same(model, c.Model));
        Assert.All(list.Callbacks, c => Assert.Same(told, c.Params));
        list.OnTrainBegin();
        list.OnEpochEnd(2, new Logs { ["loss"] = 0.5 });
        Assert.Equal([0.5], list.History!["loss"]);
        Assert.Single(new CallbackList([new History()], addHistory: true).Callbacks);
        Assert.Empty(new CallbackList().Callbacks);
    }

    [Fact]
    public void TheShortNamesOfBatchesAreCalledToo()
    {
        var callback = new Short(_calls);
        var list = new CallbackList([callback]);
        list.OnTrainBatchBegin(1);
        list.OnTrainBatchEnd(1, Loss(2));
        list.OnTestBatchEnd(1, Loss(2));
        list.OnBatchBegin(3);
        Assert.Equal(["begin 1", "end 1 2", "begin 3"], _calls);
    }

    [Fact]
    public void WhatACallbackAddsToTheLogsIsSeenByThoseBehind()
    {
        var history = new History();
        var list = new CallbackList([
            new LambdaCallback(onEpochEnd: (epoch, logs) => logs["extra"] = epoch),
            new LambdaCallback(onEpochEnd: (_, logs) => logs["loss"] += 1),
            history,
        ]);
        list.OnEpochEnd(4, Loss(2));
        Assert.Equal((4.0, 3.0), (history["extra"][0], history["loss"][0]));
    }

    [Fact]
    public void FunctionsMakeACallback()
    {
        using var model = new Sequential();
        var list = new CallbackList(
            [
                new LambdaCallback(
                    onEpochBegin: epoch => _calls.Add($"epoch {epoch} begin"),
                    onEpochEnd: (epoch, logs) => _calls.Add($"epoch {epoch} end {logs["loss"]}"),
                    onTrainBegin: () => _calls.Add("train begin"),
                    onTrainEnd: logs => _calls.Add($"train end {logs["loss"]}"),
                    onTrainBatchBegin: batch => _calls.Add($"batch {batch} begin"),
                    onTrainBatchEnd: (batch, logs) => _calls.Add($"batch {batch} end {logs["loss"]}"),
                    onTestBegin: () => _calls.Add("test begin"),
                    onTestEnd: logs => _calls.Add($"test end {logs["loss"]}"),
                    onTestBatchBegin: batch => _calls.Add($"test batch {batch} begin"),
                    onTestBatchEnd: (batch, logs) => _calls.Add($"test batch {batch} end {logs["loss"]}"),
                    onPredictBegin: () => _calls.Add("predict begin"),
                    onPredictEnd: () => _calls.Add("predict end"),
                    onPredictBatchBegin: batch => _calls.Add($"predict batch {batch} begin"),
                    onPredictBatchEnd: batch => _calls.Add($"predict batch {batch} end")
                ),
            ],
            model
        );
        list.OnTrainBegin();
        list.OnEpochBegin(1);
        list.OnTrainBatchBegin(2);
        list.OnTrainBatchEnd(2, Loss(5));
        list.OnEpochEnd(1, Loss(6));
        list.OnTrainEnd();
        Assert.Equal(
            ["train begin", "epoch 1 begin", "batch 2 begin", "batch 2 end 5", "epoch 1 end 6", "train end 6"],
            _calls
        );
        _calls.Clear();
        list.OnTestBegin();
        list.OnTestBatchBegin(1);
        list.OnTestBatchEnd(1, Loss(2));
        list.OnTestEnd(Loss(3));
        list.OnPredictBegin();
        list.OnPredictBatchBegin(4);
        list.OnPredictBatchEnd(4);
        list.OnPredictEnd();
        Assert.Equal(
            [
                "test begin",
                "test batch 1 begin",
                "test batch 1 end 2",
                "test end 3",
                "predict begin",
                "predict batch 4 begin",
                "predict batch 4 end",
                "predict end",
            ],
            _calls
        );
    }

    private static Logs Loss(double loss) => new([KeyValuePair.Create("loss", loss)]);

    private sealed class Short(List<string> calls) : Callback
    {
        public override void OnBatchBegin(int batch) => calls.Add($"begin {batch}");

        public override void OnBatchEnd(int batch, Logs logs) => calls.Add($"end {batch} {logs["loss"]}");
    }

    private sealed class Recorder(string name, List<string> calls) : Callback
    {
        public override void OnTrainBegin() => calls.Add($"{name} train begin");

        public override void OnTrainEnd(Logs logs) => calls.Add($"{name} train end {logs["loss"]}");

        public override void OnEpochBegin(int epoch) => calls.Add($"{name} epoch {epoch} begin");

        public override void OnEpochEnd(int epoch, Logs logs) => calls.Add($"{name} epoch {epoch} end {logs["loss"]}");

        public override void OnTrainBatchBegin(int batch) => calls.Add($"{name} batch {batch} begin");

        public override void OnTrainBatchEnd(int batch, Logs logs) =>
            calls.Add($"{name} batch {batch} end {logs["loss"]}");

        public override void OnTestBegin() => calls.Add($"{name} test begin");

        public override void OnTestEnd(Logs logs) => calls.Add($"{name} test end {logs["loss"]}");

        public override void OnTestBatchBegin(int batch) => calls.Add($"{name} test batch {batch} begin");

        public override void OnTestBatchEnd(int batch, Logs logs) =>
            calls.Add($"{name} test batch {batch} end {logs["loss"]}");

        public override void OnPredictBegin() => calls.Add($"{name} predict begin");

        public override void OnPredictEnd() => calls.Add($"{name} predict end");

        public override void OnPredictBatchBegin(int batch) => calls.Add($"{name} predict batch {batch} begin");

        public override void OnPredictBatchEnd(int batch) => calls.Add($"{name} predict batch {batch} end");
    }
}
