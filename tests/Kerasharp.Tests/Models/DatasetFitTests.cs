using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Fit, Evaluate and Predict on data sets of batches.</summary>
public class DatasetFitTests
{
    private static readonly float[,] X = Elements.Rows(22, 3);
    private static readonly int[] Y = [.. Enumerable.Range(0, 22).Select(i => i % 2)];

    [Fact]
    public void BatchesInOrderTrainAsTheArraysDo()
    {
        using var arrays = Compiled();
        using var batches = Compiled();
        batches.SetWeights(arrays.GetWeights());
        var expected = arrays.Fit(X, Y, 5, 3, verbose: 0, shuffle: false, validationData: (X, Y));
        var data = Dataset.FromTensors(X, Y).Batch(5);
        var history = batches.Fit(data.Prefetch(2), 3, verbose: 0, validationData: data);
        Assert.Equal(expected["loss"], history["loss"]);
        Assert.Equal(expected["val_accuracy"], history["val_accuracy"]);
        Assert.Equal(arrays.Predict(X, batchSize: 5).ToFlat(), batches.Predict(data).ToFlat());
        Assert.Equal(arrays.Evaluate(X, Y, 5, verbose: 0), batches.Evaluate(data, verbose: 0));
    }

    [Fact]
    public void EachEpochReadsAPassOfItsOwn()
    {
        using var first = Compiled();
        using var second = Compiled();
        second.SetWeights(first.GetWeights());
        Dataset<Batch> Data() => Dataset.FromTensors(X, Y).Shuffle(22, seed: 4).Batch(5);
        first.Fit(Data(), 4, verbose: 0);
        var parts = Data();
        // The second half goes on with the passes that follow.
        second.Fit(parts, 2, verbose: 0);
        second.Fit(parts, 4, verbose: 0, initialEpoch: 2);
        Assert.Equal(first.Predict(X).ToFlat(), second.Predict(X).ToFlat());
    }

    [Fact]
    public void DataWithoutAnEndNeedANumberOfSteps()
    {
        using var model = Compiled();
        var data = Dataset.FromTensors(X, Y).Batch(5).Repeat();
        Assert.Equal(
            "data never ends, and stepsPerEpoch did not come; one of the two must tell when to stop. Give stepsPerEpoch, or leave Repeat() out.",
            Assert.Throws<ArgumentException>(() => model.Fit(data)).Message
        );
        model.Fit(data, epochs: 2, stepsPerEpoch: 7, verbose: 0);
        Assert.Equal(14, model.Optimizer.Iterations);
        Assert.Equal([15, 1], model.Predict(data, steps: 3).Lengths.ToArray());
    }

    [Fact]
    public void EpochsOfSoManyStepsReadNothingTwice()
    {
        using var model = Compiled();
        int made = 0;
        IEnumerable<Batch> Endless()
        {
            while (true)
            {
                made++;
                yield return new Batch(Elements.Rows(5, 3), new[] { 0, 1, 0, 1, 0 });
            }
        }
        model.Fit(Dataset.FromEnumerable(Endless), epochs: 6, stepsPerEpoch: 4, verbose: 0);
        Assert.Equal(6 * 4, model.Optimizer.Iterations);
        Assert.Equal(6 * 4, made);
    }

    [Fact]
    public void ALayerMoreChangesWhatTargetsFit()
    {
        using var model = new Sequential([new Input(3), new Dense(4)]);
        model.Compile(new SGD(0.1), "mse");
        model.Fit(Dataset.FromTensors(X, new float[22, 4]).Batch(11), verbose: 0);
        model.Add(new Dense(2));
        model.Fit(Dataset.FromTensors(X, new float[22, 2]).Batch(11), verbose: 0);
        Assert.Throws<ArgumentException>(() => model.Fit(X, new float[22, 4], verbose: 0));
    }

    [Fact]
    public void AnInputOfOneBatchSizeTakesNoOther()
    {
        using var model = new Sequential([new Input(3) { BatchSize = 4 }, new Dense(1)]);
        model.Compile(new SGD(0.1), "mse");
        Assert.StartsWith(
            "Batches of 2 of 2 examples came for the input",
            Assert
                .Throws<ArgumentException>(() => model.Fit(Dataset.FromTensors(X, new float[22]).Batch(4), verbose: 0))
                .Message
        );
    }

    [Fact]
    public void WeightsAndClassesCount()
    {
        using var model = Compiled();
        float[] weights = [.. Enumerable.Range(0, 22).Select(i => i / 10f)];
        double expected = model.Evaluate(X, Y, verbose: 0, sampleWeight: weights)["loss"];
        var data = Dataset.FromTensors(X, Y, weights).Batch(8);
        Assert.Equal(expected, model.Evaluate(data, verbose: 0)["loss"], 1e-6);
        using var other = Compiled();
        other.SetWeights(model.GetWeights());
        var classes = new Dictionary<int, double> { [1] = 3 };
        model.Fit(X, Y, 8, verbose: 0, shuffle: false, classWeight: classes);
        other.Fit(Dataset.FromTensors(X, Y).Batch(8), verbose: 0, classWeight: classes);
        Assert.Equal(model.Predict(X).ToFlat(), other.Predict(X).ToFlat());
    }

    [Fact]
    public void ABatchThatDoesNotFitIsNamed()
    {
        using var model = Compiled();
        float[,] broken = (float[,])X.Clone();
        broken[13, 1] = float.NaN;
        Assert.StartsWith(
            "data[2].X holds NaN at (3, 1) of its shape (5, 3)",
            Assert
                .Throws<ArgumentException>(() => model.Fit(Dataset.FromTensors(broken, Y).Batch(5), verbose: 0))
                .Message
        );
        Assert.StartsWith(
            "data[0] came without targets",
            Assert.Throws<ArgumentException>(() => model.Fit(Dataset.FromTensors(X).Batch(5), verbose: 0)).Message
        );
        var none = Dataset.FromTensors(X, Y).Batch(5).Filter(_ => false);
        Assert.StartsWith(
            "A pass over the data gave no batch; at least one was expected.",
            Assert.Throws<ArgumentException>(() => model.Fit(none, verbose: 0)).Message
        );
    }

    private static Sequential Compiled()
    {
        var model = new Sequential([
            new Input(3),
            new Dense(4, activation: "tanh"),
            new Dense(1, activation: "sigmoid"),
        ]);
        model.Compile(new SGD(0.1), "binary_crossentropy", ["accuracy"]);
        return model;
    }
}
