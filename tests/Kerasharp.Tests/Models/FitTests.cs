using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Fit, Evaluate and Predict as users see them.</summary>
public class FitTests
{
    private static readonly float[,] X = Elements.Rows(23, 3);
    private static readonly int[] Labels = [.. Enumerable.Range(0, 23).Select(i => (i * 7 + i * i) % 3)];

    [Fact]
    public void PredictionsDoNotDependOnTheBatchSize()
    {
        using var model = Classifier();
        float[] expected = ByHand(model);
        foreach (int batchSize in (int[])[1, 7, 23, 100])
        {
            var p = model.Predict(X, batchSize);
            Assert.Equal([23, 3], p.Lengths.ToArray());
            Elements.AssertClose(expected, p.ToFlat(), 1e-6, $"batches of {batchSize}");
        }
    }

    [Fact]
    public void EvaluationIsThatOfTheFormulas()
    {
        using var model = Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        float[] p = ByHand(model);
        double loss = Enumerable.Range(0, 23).Average(i => -Math.Log(p[3 * i + Labels[i]]));
        double accuracy = Enumerable
            .Range(0, 23)
            .Average(i => p[(3 * i)..(3 * i + 3)].Max() == p[3 * i + Labels[i]] ? 1.0 : 0.0);
        foreach (int batchSize in (int[])[1, 7, 23, 100])
        {
            var results = model.Evaluate(X, Labels, batchSize, verbose: 0);
            Assert.Equal(["accuracy", "loss"], results.Keys);
            Assert.Equal(loss, results["loss"], 1e-6);
            Assert.Equal(accuracy, results["accuracy"], 1e-12);
        }
        Assert.Equal(0, model.Optimizer.Iterations);
    }

    [Fact]
    public void ASplitTakesTheLastPartBeforeShuffling()
    {
        using var model = Classifier();
        model.Compile(new SGD(0.05), "sparse_categorical_crossentropy", ["accuracy"]);
        var history = model.Fit(X, Labels, batchSize: 4, epochs: 3, verbose: 0, validationSplit: 0.3);

        // floor(23 (1 - 0.3)) are left to train on.
        float[,] last = Slice(16, 23);
        var results = model.Evaluate(last, Labels[16..], verbose: 0);
        Assert.Equal(results["loss"], history["val_loss"][^1], 1e-6);
        Assert.Equal(results["accuracy"], history["val_accuracy"][^1]);
        Assert.Equal(3 * 4, model.Optimizer.Iterations);

        using var same = Classifier();
        same.Compile(new SGD(0.05), "sparse_categorical_crossentropy");
        using var apart = Classifier();
        apart.Compile(new SGD(0.05), "sparse_categorical_crossentropy");
        same.Fit(X, Labels, batchSize: 4, verbose: 0, shuffle: false, validationSplit: 0.3);
        apart.Fit(Slice(0, 16), Labels[..16], batchSize: 4, verbose: 0, shuffle: false);
        Assert.Equal(apart.Snapshot(), same.Snapshot());
    }

    [Fact]
    public void ValidationCountsSampleWeightsButNoClassWeights()
    {
        using var model = Classifier();
        model.Compile(new SGD(1e-30), "sparse_categorical_crossentropy");
        float[] weights = [.. Enumerable.Range(0, 23).Select(i => i % 4 / 2f)];
        var history = model.Fit(
            X,
            Labels,
            verbose: 0,
            validationSplit: 0.3,
            classWeight: new Dictionary<int, double>
            {
                [0] = 3,
                [1] = 0.25,
                [2] = 5,
            },
            sampleWeight: weights
        );
        double expected = model.Evaluate(Slice(16, 23), Labels[16..], verbose: 0, sampleWeight: weights[16..])["loss"];
        Assert.Equal(expected, history["val_loss"][0], 1e-6);
        Assert.NotEqual(
            model.Evaluate(Slice(0, 16), Labels[..16], verbose: 0, sampleWeight: weights[..16])["loss"],
            history["loss"][0],
            1e-3
        );
    }

    [Fact]
    public void ValidationDataAreEvaluatedAfterEachEpoch()
    {
        using var model = Classifier();
        model.Compile(new SGD(0.1), "sparse_categorical_crossentropy");
        var losses = new List<double>();
        var look = new LambdaCallback(onEpochEnd: (_, _) => losses.Add(model.Evaluate(X, Labels, verbose: 0)["loss"]));
        var history = model.Fit(X, Labels, epochs: 3, verbose: 0, callbacks: [look], validationData: (X, Labels));
        Assert.Equal(history["val_loss"], losses, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(["loss", "val_loss"], history.Names);
    }

    [Fact]
    public void TheHistoryHoldsEveryEpoch()
    {
        using var model = Classifier();
        model.Compile(new Adam(0.05), "sparse_categorical_crossentropy", ["accuracy"]);
        var history = model.Fit(X, Labels, batchSize: 5, epochs: 30, verbose: 0);
        Assert.Equal(Enumerable.Range(0, 30), history.Epoch);
        Assert.Equal(["accuracy", "loss"], history.Names);
        Assert.Equal(30, history["loss"].Count);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.All(history["accuracy"], a => Assert.InRange(a, 0, 1));
    }

    [Fact]
    public void NoEpochsChangeNothing()
    {
        using var model = Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        float[][] before = model.Snapshot();
        Assert.Empty(model.Fit(X, Labels, epochs: 0, verbose: 0).Epoch);
        Assert.Equal(before, model.Snapshot());
    }

    [Fact]
    public void FittingTwiceGoesOn()
    {
        using var twice = Classifier();
        using var once = Classifier();
        twice.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        once.Compile(new Adam(0.05), "sparse_categorical_crossentropy");
        var first = twice.Fit(X, Labels, batchSize: 5, epochs: 2, verbose: 0, shuffle: false);
        var second = twice.Fit(X, Labels, batchSize: 5, epochs: 3, verbose: 0, shuffle: false);
        var all = once.Fit(X, Labels, batchSize: 5, epochs: 5, verbose: 0, shuffle: false);

        Assert.Equal(once.Snapshot(), twice.Snapshot());
        Assert.Equal(all["loss"], [.. first["loss"], .. second["loss"]]);
        Assert.Equal([0, 1, 2], second.Epoch);
    }

    [Fact]
    public void EveryExampleIsTakenOnceAnEpochInAnotherOrder()
    {
        // With a rate of next to nothing the loss of a batch of one tells which example it was.
        using var model = new Sequential([new Input(1), new Dense(1, useBias: false, kernelInitializer: "ones")]);
        model.Compile(new SGD(1e-30), "mse");
        float[,] x = new float[12, 1];
        for (int i = 0; i < 12; i++)
            x[i, 0] = i;
        var orders = new List<int[]>();
        var seen = new List<double>();
        double sum = 0;
        var note = new LambdaCallback(
            onEpochBegin: _ => (sum, _) = (0, 0),
            onTrainBatchEnd: (batch, logs) =>
            {
                seen.Add(Math.Round(Math.Sqrt(logs["loss"] * (batch + 1) - sum)));
                sum = logs["loss"] * (batch + 1);
            },
            onEpochEnd: (_, _) =>
            {
                orders.Add([.. seen.Select(s => (int)s)]);
                seen.Clear();
            }
        );
        model.Fit(x, new float[12], batchSize: 1, epochs: 2, verbose: 0, callbacks: [note]);
        model.Fit(x, new float[12], batchSize: 1, epochs: 1, verbose: 0, callbacks: [note]);
        model.Fit(x, new float[12], batchSize: 1, epochs: 1, verbose: 0, callbacks: [note], shuffle: false);

        Assert.Equal(Enumerable.Range(0, 12), orders[3]);
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 12), order.Order()));
        Assert.Equal(4, orders.Select(o => string.Join(",", o)).Distinct().Count());
    }

    [Fact]
    public void ArraysOfManyKindsGiveTheSame()
    {
        using var model = Classifier();
        float[] expected = model.Predict(X).ToFlat();
        double[][] doubles = [.. Enumerable.Range(0, 23).Select(i => new double[] { X[i, 0], X[i, 1], X[i, 2] })];
        Assert.Equal(expected, model.Predict(doubles).ToFlat());
        TensorDataList named = new Dictionary<string, TensorData> { [model.Inputs[0].Name] = X };
        Assert.Equal(expected, model.Predict(named).ToFlat());

        model.Compile("sgd", "sparse_categorical_crossentropy", ["accuracy"]);
        var results = model.Evaluate(X, Labels, verbose: 0);
        Assert.Equal(results, model.Evaluate(doubles, Array.ConvertAll(Labels, l => (long)l), verbose: 0));
        Assert.Equal(results, model.Evaluate(X, Array.ConvertAll(Labels, l => (byte)l), verbose: 0));
        Assert.Equal(results, model.Evaluate(X, Array.ConvertAll(Labels, l => (float)l), verbose: 0));
        Assert.Equal(results, model.Evaluate(X, Labels.Chunk(1).ToArray(), verbose: 0));
    }

    [Fact]
    public void ADeviceThatIsNotThereSaysWhatIsMissing()
    {
        Assert.SkipWhen(
            Directory.EnumerateFiles(Path.GetDirectoryName(OrtApi.LibraryPath)!, "*onnxruntime_providers_cuda*").Any(),
            "This library has CUDA."
        );
        using var model = Classifier();
        float[][] before = model.Snapshot();
        var error = Assert.Throws<NotSupportedException>(() =>
        {
            model.Compile("sgd", "sparse_categorical_crossentropy", device: Device.Cuda(0));
            model.Fit(X, Labels, verbose: 0);
        });
        Assert.Contains("The device cuda:0 was asked for", error.Message);
        Assert.Contains("onnxruntime_providers_cuda", error.Message);
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", error.Message);
        Assert.Equal(before, model.Snapshot());

        model.Compile("sgd", "sparse_categorical_crossentropy", device: Device.Cpu);
        model.Fit(X, Labels, verbose: 0);
        Assert.NotEqual(before, model.Snapshot());
    }

    private static Sequential Classifier()
    {
        var model = new Sequential([
            new Input(3),
            new Dense(5, activation: "relu"),
            new Dense(3, activation: "softmax"),
        ]);
        model.SetWeights([
            Elements.Wave(15, phase: 1).ToTensor(3, 5),
            Elements.Wave(5, phase: 2).ToTensor(5),
            Elements.Wave(15, phase: 3).ToTensor(5, 3),
            Elements.Wave(3, phase: 4).ToTensor(3),
        ]);
        return model;
    }

    private static float[] ByHand(Sequential model)
    {
        float[][] w = model.Snapshot();
        var result = new List<float>();
        for (int n = 0; n < 23; n++)
        {
            double[] hidden =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(j =>
                        Math.Max(0, w[1][j] + Enumerable.Range(0, 3).Sum(i => (double)X[n, i] * w[0][5 * i + j]))
                    ),
            ];
            double[] exponentials =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(k => Math.Exp(w[3][k] + hidden.Select((h, j) => h * w[2][3 * j + k]).Sum())),
            ];
            result.AddRange(exponentials.Select(e => (float)(e / exponentials.Sum())));
        }
        return [.. result];
    }

    private static float[,] Slice(int from, int to)
    {
        var rows = new float[to - from, 3];
        for (int i = from; i < to; i++)
        for (int k = 0; k < 3; k++)
            rows[i - from, k] = X[i, k];
        return rows;
    }
}
