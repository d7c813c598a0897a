using Kerasharp.Callbacks;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Models;

/// <summary>Losses, metrics, initializers, regularizers and callbacks as users write them, in a whole training.</summary>
public class UserPartsTests
{
    private static readonly float[,] X = Elements.Rows(10, 2);
    private static readonly float[,] Y = Elements.Rows(10, 2, phase: 3);

    [Fact]
    public void ALossIsAClassOrAFunction()
    {
        using var model = Model();
        float[] p = model.Predict(X).ToFlat();
        double expected = Enumerable.Range(0, 20).Average(i => Math.Abs(Y[i / 2, i % 2] - p[i]));

        model.Compile("sgd", new AbsoluteError());
        Assert.Equal(expected, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-6);
        model.Compile("sgd", Loss.From((y, q) => Ops.Mean(Ops.Absolute(y - q), -1)));
        Assert.Equal(expected, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-6);
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function = (y, q) => Ops.Mean(Ops.Absolute(y - q), -1);
        model.Compile("sgd", function);
        Assert.Equal(expected, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-6);
    }

    [Fact]
    public void ALossOfTheUsersOwnIsDifferentiated()
    {
        using var model = Model();
        float[] start = model.Weights[1].GetValue().ToFlat();
        float[] p = model.Predict(X).ToFlat();
        model.Compile(new SGD(0.1), new AbsoluteError());
        model.Fit(X, Y, batchSize: 10, verbose: 0);
        for (int k = 0; k < 2; k++)
        {
            double slope = Enumerable.Range(0, 10).Average(n => Math.Sign(p[2 * n + k] - Y[n, k]) / 2.0);
            Assert.Equal(start[k] - 0.1 * slope, model.Weights[1].GetValue().ToFlat()[k], 1e-6);
        }
    }

    [Fact]
    public void AMetricIsAClassOrAFunction()
    {
        using var model = Model();
        float[] p = model.Predict(X).ToFlat();
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> bias = (y, q) => Ops.Mean(q - y, -1);
        model.Compile("sgd", "mse", [new Greatest(), bias, MeanMetric.From((y, q) => Ops.Max(Ops.Absolute(q - y), -1), "worst")]);
        var results = model.Evaluate(X, Y, batchSize: 4, verbose: 0);

        Assert.Equal(["greatest", "lambda", "loss", "worst"], results.Keys.Order());
        Assert.Equal(p.Max(), results["greatest"], 1e-6);
        Assert.Equal(Enumerable.Range(0, 20).Average(i => p[i] - Y[i / 2, i % 2]), results["lambda"], 1e-6);
        double worst = Enumerable.Range(0, 10).Average(n => Math.Max(Math.Abs(p[2 * n] - Y[n, 0]), Math.Abs(p[2 * n + 1] - Y[n, 1])));
        Assert.Equal(worst, results["worst"], 1e-6);
        // What one evaluation gathered does not reach into the next.
        Assert.Equal(results, model.Evaluate(X, Y, batchSize: 4, verbose: 0));
    }

    [Fact]
    public void AnInitializerIsAClassOrAFunction()
    {
        Func<long[], float[]> half = shape => [.. Enumerable.Repeat(0.5f, (int)shape.Aggregate(1L, (a, b) => a * b))];
        using var model = new Sequential([
            new Input(4, 4, 2),
            new Conv2D(3, 2, kernelInitializer: new Counting(), biasInitializer: half),
            new Flatten(),
            new Dense(2, kernelInitializer: new Counting()),
        ]);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), model.GetWeights()[0].ToFlat());
        Assert.Equal([2, 2, 2, 3], model.GetWeights()[0].Lengths.ToArray());
        Assert.Equal([0.5f, 0.5f, 0.5f], model.GetWeights()[1].ToFlat());
        Assert.Equal(Enumerable.Range(0, 54).Select(i => (float)i), model.GetWeights()[2].ToFlat());

        // The first output of the convolution by hand: kernel (height, width, input, filter) against the first 2x2 square.
        var x = Elements.Tensor4(1, 4, 4, 2);
        double expected = 0.5;
        for (int h = 0; h < 2; h++)
            for (int w = 0; w < 2; w++)
                for (int c = 0; c < 2; c++)
                    expected += x[0, h, w, c] * (((h * 2 + w) * 2 + c) * 3 + 1);
        using var convolution = new Sequential([new Input(4, 4, 2), model.Layers[0]]);
        Assert.Equal(expected, convolution.Predict(x)[0, 0, 0, 1], 1e-5);
    }

    [Fact]
    public void ARegularizerOfTheUsersOwnAddsToTheLoss()
    {
        using var plain = Model();
        using var model = Model(new TowardsOne());
        plain.Compile("sgd", "mse");
        model.Compile(new SGD(0.1), "mse");
        float[] kernel = model.Weights[0].GetValue().ToFlat();
        double penalty = 0.5 * kernel.Sum(w => (w - 1) * (w - 1));
        Assert.Equal(plain.Evaluate(X, Y, verbose: 0)["loss"] + penalty, model.Evaluate(X, Y, verbose: 0)["loss"], 1e-5);

        plain.Compile(new SGD(0.1), "mse");
        plain.Fit(X, Y, batchSize: 10, verbose: 0);
        model.Fit(X, Y, batchSize: 10, verbose: 0);
        double[] expected = [.. plain.Weights[0].GetValue().ToFlat().Select((w, i) => w - 0.1 * (kernel[i] - 1))];
        Elements.AssertClose(expected, model.Weights[0].GetValue().ToFlat(), 1e-6, "kernel");
    }

    [Fact]
    public void AnActivationMayBeAFunction()
    {
        Func<SymbolicTensor, SymbolicTensor> twice = x => Ops.Relu(x) * 2;
        using var model = new Sequential([new Input(2), new Dense(2, activation: twice, kernelInitializer: "identity")]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 2 * Math.Max(0, X[i / 2, i % 2])), model.Predict(X).ToFlat());
    }

    [Fact]
    public void ACallbackOfTheUsersOwnHearsOfEverything()
    {
        using var model = Model();
        model.Compile("sgd", "mse");
        var diary = new Diary();
        model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0, callbacks: [diary], validationData: (X, Y));

        string epoch(int e) => $"epoch {e}; batch 0; loss; batch 1; loss; test; tested; epoch {e} loss,val_loss";
        Assert.Equal($"train; {epoch(0)}; {epoch(1)}; trained", string.Join("; ", diary.Entries));
        Assert.Same(model, diary.Model);
    }

    private static Sequential Model(Regularizer? regularizer = null)
    {
        var model = new Sequential([new Input(2), new Dense(2, kernelRegularizer: regularizer)]);
        model.SetWeights([Elements.Wave(4, phase: 1).ToTensor(2, 2), Elements.Wave(2, phase: 2).ToTensor(2)]);
        return model;
    }

    private sealed class AbsoluteError() : Loss("absolute_error")
    {
        public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Mean(Ops.Absolute(yTrue - yPred), -1);
    }

    private sealed class Greatest : Metric
    {
        private readonly Weight _greatest;

        public Greatest()
            : base("greatest") => _greatest = AddVariable("greatest");

        public override void UpdateState(CallContext context, SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
            context.AddUpdate(_greatest, Ops.Maximum(context.Latest(_greatest), Ops.Cast(Ops.Max(yPred), ElementType.Float64)));

        public override double Result() => Read(_greatest)[0];
    }

    private sealed class Counting : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = i;
        }
    }

    private sealed class TowardsOne : Regularizer
    {
        public override SymbolicTensor Call(SymbolicTensor x) => 0.5 * Ops.Sum(Ops.Square(x - 1));
    }

    private sealed class Diary : Callback
    {
        public List<string> Entries { get; } = [];

        public override void OnTrainBegin() => Entries.Add("train");

        public override void OnTrainEnd(Logs logs) => Entries.Add("trained");

        public override void OnEpochBegin(int epoch) => Entries.Add($"epoch {epoch}");

        public override void OnEpochEnd(int epoch, Logs logs) => Entries.Add($"epoch {epoch} {string.Join(",", logs.Keys)}");

        public override void OnTrainBatchBegin(int batch) => Entries.Add($"batch {batch}");

        public override void OnTrainBatchEnd(int batch, Logs logs) => Entries.Add(string.Join(",", logs.Keys));

        public override void OnTestBegin() => Entries.Add("test");

        public override void OnTestEnd(Logs logs) => Entries.Add("tested");
    }
}
