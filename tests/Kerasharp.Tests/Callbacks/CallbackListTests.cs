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
                    onTrainBatchEnd: (batch, logs) => _calls.Add($"batch {batch} end {logs["loss"]}")
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
    }

    private static Logs Loss(double loss) => new([KeyValuePair.Create("loss", loss)]);

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
