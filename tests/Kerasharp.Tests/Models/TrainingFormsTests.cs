using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Epochs of so many steps, validation now and then, batches by hand, weighted metrics.</summary>
public class TrainingFormsTests
{
    private static readonly float[,] X = Elements.Rows(20, 3);
    private static readonly int[] Y = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
    private static readonly float[] Weights = [.. Enumerable.Range(0, 20).Select(i => i % 5 / 2f)];

    [Fact]
    public void AnInitialEpochCountsAsDone()
    {
        using var model = Compiled();
        var history = model.Fit(X, Y, batchSize: 5, epochs: 5, verbose: 0, initialEpoch: 3);
        Assert.Equal([3, 4], history.Epoch);
        Assert.Equal(2 * 4, model.Optimizer.Iterations);
        Assert.Empty(model.Fit(X, Y, epochs: 3, verbose: 0, initialEpoch: 3).Epoch);
    }

    [Fact]
    public void EpochsOfSoManyStepsGoOnInTheSamePass()
    {
        using var whole = Compiled();
        using var parts = Compiled();
        parts.SetWeights(whole.GetWeights());
        whole.Fit(X, Y, batchSize: 5, epochs: 3, verbose: 0, shuffle: false);
        var history = parts.Fit(X, Y, batchSize: 5, epochs: 6, verbose: 0, shuffle: false, stepsPerEpoch: 2);
        Assert.Equal(6, history.Epoch.Count);
        AssertSame(whole, parts);
    }

    [Fact]
    public void AnEpochEndsWhereTheDataDo()
    {
        using var model = Compiled();
        var counter = new StepCounter();
        // Four batches a pass: 3, then the one that is left, then 3 again.
        model.Fit(X, Y, batchSize: 5, epochs: 3, verbose: 0, stepsPerEpoch: 3, callbacks: [counter]);
        Assert.Equal([3, 1, 3], counter.Steps);
    }

    [Theory]
    [InlineData(2, new[] { 2, 4 })]
    [InlineData(3, new[] { 3 })]
    public void ValidationComesEverySoManyEpochs(int every, int[] expected)
    {
        using var model = Compiled();
        var seen = new List<int>();
        var note = new LambdaCallback(
            onEpochEnd: (epoch, logs) =>
            {
                if (logs.ContainsKey("val_loss"))
                    seen.Add(epoch + 1);
            }
        );
        model.Fit(X, Y, epochs: 5, verbose: 0, validationSplit: 0.5, validationFreq: every, callbacks: [note]);
        Assert.Equal(expected, seen);
        seen.Clear();
        model.Fit(X, Y, epochs: 5, verbose: 0, validationSplit: 0.5, validationFreq: expected, callbacks: [note]);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void ValidationStepsTakeTheFirstBatches()
    {
        using var model = Compiled();
        var history = model.Fit(
            X,
            Y,
            verbose: 0,
            validationData: (X, Y),
            validationBatchSize: 4,
            validationSteps: 2,
            validationSampleWeight: Weights
        );
        var rows = Elements.Rows(20, 3);
        var first = new float[8, 3];
        Array.Copy(rows, first, first.Length);
        var expected = model.Evaluate(first, Y[..8], verbose: 0, sampleWeight: Weights[..8]);
        Assert.Equal(expected["loss"], history["val_loss"][0], 1e-6);
        var steps = model.Evaluate(X, Y, batchSize: 4, steps: 2, verbose: 0, sampleWeight: Weights);
        Assert.Equal(expected["loss"], steps["loss"], 1e-6);
    }

    [Fact]
    public void BatchesByHandTrainAsFitDoes()
    {
        using var fitted = Compiled();
        using var byHand = Compiled();
        byHand.SetWeights(fitted.GetWeights());
        var history = fitted.Fit(X, Y, batchSize: 10, verbose: 0, shuffle: false, sampleWeight: Weights);
        byHand.ResetMetrics();
        IReadOnlyDictionary<string, double> results = new Dictionary<string, double>();
        for (int i = 0; i < 2; i++)
        {
            var rows = new float[10, 3];
            Array.Copy(X, 30 * i, rows, 0, 30);
            results = byHand.TrainOnBatch(rows, Y[(10 * i)..(10 * i + 10)], Weights[(10 * i)..(10 * i + 10)]);
        }
        Assert.Equal(history["loss"][0], results["loss"], 1e-12);
        AssertSame(fitted, byHand);
        byHand.ResetMetrics();
        Assert.Equal(byHand.Evaluate(X, Y, verbose: 0)["loss"], byHand.TestOnBatch(X, Y)["loss"], 1e-6);
        Assert.Equal([20, 1], byHand.PredictOnBatch(X).Lengths.ToArray());
    }

    [Fact]
    public void WeightedMetricsCountAnExampleByItsWeight()
    {
        using var model = new Sequential([new Input(3), new Dense(1)]);
        model.Compile(new SGD(0.01), "mse", ["mae", "mse"], weightedMetrics: ["mae"]);
        float[] targets = [.. Y.Select(y => (float)y)];
        var results = model.Evaluate(X, targets, batchSize: 7, verbose: 0, sampleWeight: Weights);
        double[] errors = [.. model.Predict(X).ToFlat().Select((p, i) => Math.Abs((double)p - targets[i]))];
        Assert.Equal(["loss", "mae", "mse", "weighted_mae"], results.Keys);
        Assert.Equal(errors.Average(), results["mae"], 1e-6);
        Assert.Equal(errors.Zip(Weights, (e, w) => e * w).Sum() / Weights.Sum(), results["weighted_mae"], 1e-6);
        // Without weights all count alike.
        Assert.Equal(errors.Average(), model.Evaluate(X, targets, verbose: 0)["weighted_mae"], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    public void ARunThatIsSetBackGoesOnTheSame(int afterStep)
    {
        // Four steps an epoch; dropout, a rate that falls, momentum, shuffling and a metric all carry something on.
        using var whole = Compiled(new Adam(new ExponentialDecay(0.05, 3, 0.7)));
        var snapshot = new Snapshot(afterStep);
        var expected = whole.Fit(X, Y, batchSize: 5, epochs: 4, verbose: 0, callbacks: [snapshot]);
        using var again = Compiled(new Adam(new ExponentialDecay(0.05, 3, 0.7)));
        var history = again.Fit(X, Y, batchSize: 5, epochs: 4, verbose: 0, callbacks: [new Restore(snapshot)]);
        AssertSame(whole, again);
        int first = history.Epoch[0];
        Assert.Equal(expected["loss"].Skip(first), history["loss"]);
        Assert.Equal(expected["accuracy"].Skip(first), history["accuracy"]);
    }

    [Fact]
    public void NumbersBelowOneAreRefused()
    {
        using var model = Compiled();
        Assert.StartsWith(
            "stepsPerEpoch = 0 came; at least 1 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, stepsPerEpoch: 0)).Message
        );
        Assert.StartsWith(
            "An initial epoch of -1 came; 0 or more was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, initialEpoch: -1)).Message
        );
        Assert.StartsWith(
            "A validation after every 0 epochs came; at least 1 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, validationFreq: 0)).Message
        );
    }

    private static Sequential Compiled(Optimizer? optimizer = null)
    {
        // Dropout draws by the model's seed, so it is there only where that is carried on.
        var model = new Sequential([
            new Input(3),
            new Dense(6, activation: "tanh"),
            new Dropout(optimizer is null ? 0 : 0.3),
            new Dense(1, activation: "sigmoid"),
        ]);
        model.Compile(optimizer ?? new SGD(0.1), "binary_crossentropy", ["accuracy"]);
        return model;
    }

    private static void AssertSame(Model a, Model b)
    {
        foreach (var (first, second) in a.GetWeights().Zip(b.GetWeights()))
            Assert.Equal(first.ToArray(), second.ToArray());
    }

    private sealed class StepCounter : Callback
    {
        public List<int> Steps { get; } = [];

        public override void OnEpochBegin(int epoch) => Steps.Add(0);

        public override void OnTrainBatchEnd(int batch, Logs logs) => Steps[^1]++;
    }

    private sealed class Snapshot(int afterStep) : Callback
    {
        private int _steps;

        public Dictionary<string, byte[]> States { get; } = [];

        public (int Epoch, int Batch, long Pass, int PassBatch, ulong Seed) Position { get; private set; }

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            if (++_steps != afterStep)
                return;
            var run = Model.Run!;
            Position = (run.Epoch, run.Batch, run.Pass, run.PassBatch, run.ShuffleSeed);
            foreach (var (name, state) in run.States())
                States.Add(name, state.ReadBytes());
        }
    }

    private sealed class Restore(Snapshot snapshot) : Callback
    {
        public override void OnTrainBegin()
        {
            var run = Model.Run!;
            run.Prepare();
            (run.Epoch, run.Batch, run.Pass, run.PassBatch, run.ShuffleSeed) = snapshot.Position;
            var states = run.States();
            // Layers and optimizers are numbered; all else is called alike.
            Assert.Equal(snapshot.States.Count, states.Count);
            foreach (var ((_, state), bytes) in states.Zip(snapshot.States.Values))
                state.Write<byte>(bytes);
        }
    }
}
