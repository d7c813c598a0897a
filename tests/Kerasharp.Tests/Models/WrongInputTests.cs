using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;

namespace Kerasharp.Tests.Models;

/// <summary>
/// What users get wrong: each is refused by an exception that says what came, what was expected and how to mend it, and leaves the model
/// as it was.
/// </summary>
public class WrongInputTests
{
    private static readonly float[,] X = Elements.Rows(10, 3);
    private static readonly int[] Y = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];

    [Fact]
    public void LayersThatDoNotFollowOneAnother()
    {
        Refused<LayerException>(
            _ => new Sequential([new Input(4), new Dense(3), new Conv2D(3, 3, name: "conv")]),
            "Layer 'conv': an input of shape (None, 3) came",
            "4 dimensions (batch, height, width, channels) were expected",
            "Reshape it"
        );
        Refused<LayerException>(
            _ => new Sequential([new Input(6, 6, 1), new Conv2D(3, 4), new MaxPooling2D(5, name: "pool")]),
            "Layer 'pool': an input of shape (None, 3, 3, 3) came",
            "its window needs at least (None, 5, 5, 3)",
            "Use a smaller window"
        );
        Refused<LayerException>(
            _ => new Sequential([new Input(4, 4), new Reshape([3, 5], name: "shape")]),
            "Layer 'shape': an input of shape (None, 4, 4) came",
            "an example of (3, 5) has 15 elements, this one has 16",
            "Change the target shape"
        );
    }

    [Fact]
    public void AChainRefusesTheLayerThatDoesNotFit()
    {
        using var model = new Sequential().Add(new Input(4)).Add(new Dense(3));
        float[][] before = model.Snapshot();
        Assert.Throws<LayerException>(() => model.Add(new Conv2D(3, 3)));
        Assert.Single(model.Layers);
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(30, model.Predict(new float[10, 4]).FlattenedLength);
    }

    [Fact]
    public void ArraysOfDifferentLengths()
    {
        Refused(
            m => m.Fit(X, Y[..9]),
            "9 examples came in y (9,), but 10 in x (10, 3)",
            "every array must have the same number of examples",
            "Cut or complete one of them"
        );
        Refused(m => m.Evaluate(X, Y[..9]), "9 examples came in y (9,)");
        Refused(
            m => m.Fit(X, Y, sampleWeight: new float[9]),
            "9 examples came in sampleWeight (9,), but 10 in x (10, 3)"
        );
        Refused(
            m => m.Fit(X, Y, validationData: (X, Y[..9])),
            "9 examples came in validationData.Y (9,), but 10 in validationData.X (10, 3)"
        );
    }

    [Theory]
    [InlineData(3f, "3")]
    [InlineData(-1f, "-1")]
    [InlineData(0.5f, "0.5")]
    [InlineData(1e20f, "1E+20")]
    public void LabelsOutsideTheClasses(float label, string shown)
    {
        float[] y = Array.ConvertAll(Y, l => (float)l);
        y[4] = label;
        y[7] = 99;
        string[] parts =
        [
            $"The label {shown} came in y at (4,)",
            "whole numbers from 0 to 2 were expected, for the 3 classes",
            "Number the classes 0, 1, 2, ..., or give the last layer more units",
        ];
        Refused(m => m.Fit(X, y), parts);
        Refused(m => m.Evaluate(X, y), parts);
        Refused(m => m.Fit(X, Y, validationData: (X, y)), $"The label {shown} came in validationData.Y at (4,)");
    }

    [Fact]
    public void NaNWithItsFirstPlace()
    {
        float[,] x = (float[,])X.Clone();
        x[4, 1] = x[4, 2] = x[7, 0] = float.NaN;
        string[] parts =
        [
            "x holds NaN at (4, 1) of its shape (10, 3)",
            "numbers were expected",
            "Replace it or leave that example out",
        ];
        Refused(m => m.Fit(x, Y), parts);
        Refused(m => m.Evaluate(x, Y), parts);
        Refused(m => m.Predict(x), parts);
        Refused(m => m.Fit(X, Y, validationData: (x, Y)), "validationData.X holds NaN at (4, 1)");
        float[] y = Array.ConvertAll(Y, l => (float)l);
        y[2] = float.NaN;
        Refused(m => m.Fit(X, y), "y holds NaN at (2,)");
        Refused(
            m => m.Fit(X, Y, sampleWeight: new float[] { 1, 1, float.NaN, 1, 1, 1, 1, 1, 1, 1 }),
            "sample weight NaN came in sampleWeight at (2,)",
            "0",
            "Mend that entry"
        );
    }

    [Fact]
    public void AnEmptySet()
    {
        string[] parts =
        [
            "No examples came: x has the shape (0, 3)",
            "at least one example was expected",
            "Check how the data were loaded or split",
        ];
        Refused(m => m.Fit(new float[0, 3], Array.Empty<int>()), parts);
        Refused(m => m.Evaluate(new float[0, 3], Array.Empty<int>()), parts);
        Refused(m => m.Predict(new float[0, 3]), parts);
    }

    [Fact]
    public void UnknownNames()
    {
        Refused(
            m => m.Compile("adamm", "mse"),
            "The optimizer 'adamm' is not known",
            "accepted are 'adadelta', 'adafactor'",
            "Use one of these"
        );
        Refused(
            m => m.Compile("adam", "mee"),
            "The loss 'mee' is not known",
            "accepted are 'mean_squared_error', 'mse'",
            "give an object"
        );
        Refused(
            m => m.Compile("adam", "mse", ["acuracy"]),
            "The metric 'acuracy' is not known",
            "'accuracy', 'acc'",
            "give an object"
        );
        Refused(
            _ => new Dense(3, activation: "rellu"),
            "The activation 'rellu' is not known",
            "'relu', 'relu6'",
            "give an object"
        );
        Refused(
            _ => new Dense(3, kernelRegularizer: "l3"),
            "The regularizer 'l3' is not known",
            "'l1', 'l2', 'l1_l2'",
            "give an object"
        );
        Refused(
            _ => new Dense(3, kernelInitializer: "he"),
            "The initializer 'he' came",
            "he_normal, he_uniform",
            "Take one of these"
        );
        Refused(
            _ => new Conv2D(3, 3, padding: "some"),
            "The padding 'some' is not known",
            "accepted are 'valid', 'same'",
            "Use one of these"
        );
    }

    [Fact]
    public void NotCompiled()
    {
        using var model = new Sequential([new Input(3), new Dense(3)], name: "raw");
        float[][] before = model.Snapshot();
        foreach (
            Action action in (Action[])[() => model.Fit(X, Y), () => model.Evaluate(X, Y), () => _ = model.Optimizer]
        )
        {
            string message = Assert.Throws<InvalidOperationException>(action).Message;
            Assert.Contains("was called on the model 'raw' before Compile", message);
            Assert.Contains("it needs a loss and an optimizer", message);
            Assert.Contains("Call Compile(optimizer: \"adam\", loss: …) first", message);
        }
        Assert.Equal(before, model.Snapshot());
    }

    [Fact]
    public void InputsOfAnotherShape()
    {
        string[] parts =
        [
            "An array of shape (10, 4) came for the input 'features' of the model 'tested'",
            "which takes (None, 3)",
            "Reshape the array",
        ];
        Refused(m => m.Fit(Elements.Rows(10, 4), Y), parts);
        Refused(m => m.Predict(Elements.Rows(10, 4)), parts);
        Refused(m => m.Predict(new float[10, 3, 1]), "(10, 3, 1)", "(None, 3)");
        Refused(m => m.Predict(new float[3]), "(3,)", "(None, 3)");
        Refused(m => m.Fit([X, X], Y), "2 came as x", "has 1: 'features'", "Give an array for each");
        Refused(
            m => m.Predict(new float[][] { [1, 2, 3], [1, 2] }),
            "The row 1 came as 2 numbers",
            "rows of one length were expected",
            "Pad or cut them"
        );
    }

    [Fact]
    public void TargetsOfAnotherShape()
    {
        Refused(
            m => m.Fit(X, Utils.ToCategorical(Y)),
            "The loss 'sparse_categorical_crossentropy' got y of shape (10, 3) and predictions of shape (None, 3)",
            "it expects the number of a class for each prediction, of shape (None,) or (None, 1)",
            "Use 'categorical_crossentropy' for one-hot targets"
        );
        Refused(
            m => m.Fit(X, new int[10, 2]),
            "y of shape (10, 2)",
            "of shape (None,) or (None, 1)",
            "Reshape the targets"
        );
        Refused(m => m.Fit(X, [Y, Y]), "2 came as y", "has 1: 'classes'", "Give an array for each");
        Refused(
            m => m.Fit(X, Y, validationData: (X, new float[10, 2])),
            "validationData.Y of shape (10, 2)",
            "of shape (None,) or (None, 1)",
            "Reshape the targets"
        );
    }

    [Theory]
    [InlineData("mse", "as many units as a target has numbers")]
    [InlineData("binary_crossentropy", "as many units as a target has numbers")]
    [InlineData("categorical_crossentropy", "Use 'sparse_categorical_crossentropy' for the numbers of classes")]
    public void LabelsForALossOfRows(string loss, string remedy)
    {
        using var model = Model();
        model.Compile("sgd", loss);
        float[][] before = model.Snapshot();
        string message = Assert.Throws<ArgumentException>(() => model.Fit(X, Y)).Message;
        Assert.Contains($"The loss '{loss}' got y of shape (10,) and predictions of shape (None, 3)", message);
        Assert.Contains("it expects one target for each prediction", message);
        Assert.Contains(remedy, message);
        Assert.Equal(before, model.Snapshot());
    }

    [Fact]
    public void AMetricThatDoesNotFitTheTargets()
    {
        using var model = Model();
        model.Compile("sgd", "sparse_categorical_crossentropy", ["categorical_accuracy"]);
        float[][] before = model.Snapshot();
        string message = Assert.Throws<ArgumentException>(() => model.Fit(X, Y, verbose: 0)).Message;
        Assert.Contains("The metric 'categorical_accuracy' got targets of shape (None,)", message);
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(0, model.Optimizer.Iterations);
    }

    [Fact]
    public void WhatAccuracyMeansIsNotDecidedByDataThatDoNotFit()
    {
        using var model = Model();
        model.Compile("sgd", Loss.From((y, p) => Ops.Mean(Ops.Square(y - p), -1)), ["accuracy"]);
        Assert.ThrowsAny<Exception>(() => model.Fit(X, Elements.Rows(10, 2), verbose: 0));
        float[,] y = new float[10, 3];
        for (int i = 0; i < 10; i++)
            y[i, Y[i]] = 1;
        double[] right = [.. model.Predict(X).ToFlat().Chunk(3).Select((row, i) => row.Max() == row[Y[i]] ? 1.0 : 0)];
        Assert.Equal(right.Average(), model.Evaluate(X, y, verbose: 0)["accuracy"], 1e-9);
    }

    [Fact]
    public void NumbersOutOfTheirRange()
    {
        Refused<ArgumentOutOfRangeException>(
            m => m.Fit(X, Y, batchSize: -1),
            "A batch size of -1 came",
            "at least 1 was expected",
            "32 is usual"
        );
        Refused<ArgumentOutOfRangeException>(m => m.Fit(X, Y, batchSize: 0), "A batch size of 0 came");
        Refused<ArgumentOutOfRangeException>(m => m.Evaluate(X, Y, batchSize: -1), "A batch size of -1 came");
        Refused<ArgumentOutOfRangeException>(m => m.Predict(X, batchSize: -1), "A batch size of -1 came");
        Refused<ArgumentOutOfRangeException>(
            m => m.Fit(X, Y, epochs: -1),
            "-1 epochs came",
            "0 or more were expected",
            "Give the number of passes"
        );
        Refused<ArgumentOutOfRangeException>(
            m => m.Fit(X, Y, verbose: 3),
            "verbose = 3 came",
            "0 (silent), 1 (progress) or 2"
        );
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void ASplitThatIsNone(double split) =>
        Refused<ArgumentOutOfRangeException>(
            m => m.Fit(X, Y, validationSplit: split),
            FormattableString.Invariant($"A validation split of {split} came"),
            "it must be at least 0 and below 1",
            "as 0.1"
        );

    [Fact]
    public void ASplitThatLeavesNothing() =>
        Refused(
            m => m.Fit(X, Y, validationSplit: 0.99),
            "A validation split of 0.99 of 10 examples leaves 0 to train and 10 to validate on",
            "both need some",
            "Change the split"
        );

    [Fact]
    public void WeightsOfExamplesAndClasses()
    {
        Refused(
            m => m.Fit(X, Y, sampleWeight: new float[] { 1, -1, 1, 1, 1, 1, 1, 1, 1, 1 }),
            "The sample weight -1 came in sampleWeight at (1,)",
            "finite numbers from 0 on",
            "Mend"
        );
        Refused(
            m => m.Fit(X, Y, sampleWeight: new float[10, 2]),
            "Sample weights of Float32 (10, 2) came",
            "one float or double an example",
            "Give an array (10,)"
        );
        Refused(
            m => m.Fit(X, Y, classWeight: new Dictionary<int, double> { [1] = -2 }),
            "The class weight -2 came for class 1",
            "0 or more",
            "Mend"
        );
    }

    [Fact]
    public void CompileOfWhatDoesNotFitTheOutputs()
    {
        Refused(
            m => m.Compile("sgd", ["mse", "mse"]),
            "2 came as loss",
            "the model 'tested' has 1: 'classes'",
            "Give a loss for each"
        );
        Refused(m => m.Compile("sgd", "mse", lossWeights: [1, 2]), "2 came as lossWeights", "Give a number for each");
        Refused(
            m => m.Compile("sgd", new Kerasharp.Losses.MeanSquaredError(LossReduction.None)),
            "LossReduction.None",
            "needs one number",
            "SumOverBatchSize"
        );
        Refused(
            m => m.Compile("sgd", "mse", metrics: new Dictionary<string, MetricList> { ["other"] = ["accuracy"] }),
            "The name 'other' came in metrics",
            "has 'classes'",
            "Use these names"
        );
    }

    private static Sequential Model()
    {
        var model = new Sequential(
            [
                new Input(3) { Name = "features" },
                new Dense(4, activation: "relu"),
                new Dense(3, activation: "softmax", name: "classes"),
            ],
            name: "tested"
        );
        model.SetWeights([
            .. model.Weights.Select(
                (w, i) => Elements.Wave((int)w.Count, i).ToTensor([.. w.Shape.ToArray().Select(d => (nint)d)])
            ),
        ]);
        return model;
    }

    private static void Refused(Action<Sequential> action, params string[] parts) =>
        Refused<ArgumentException>(action, parts);

    /// <summary>An action on a model that has been trained fails, with these parts in the message, and the model goes on as if nothing was.</summary>
    private static void Refused<TException>(Action<Sequential> action, params string[] parts)
        where TException : Exception
    {
        using var model = Trained();
        using var untouched = Trained();
        float[][] before = model.Snapshot();

        string message = Assert.Throws<TException>(() => action(model)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.Equal(before, model.Snapshot());

        // The same training goes on: weights, moments, count of steps, metrics.
        var (actual, expected) = (Fit(model), Fit(untouched));
        Assert.Equal(expected.Names, actual.Names);
        Assert.All(expected.Names, name => Assert.Equal(expected[name], actual[name]));
        Assert.Equal(untouched.Snapshot(), model.Snapshot());
        Assert.Equal(4, model.Optimizer.Iterations);
    }

    private static Sequential Trained()
    {
        var model = Model();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        Fit(model);
        return model;
    }

    private static History Fit(Sequential model) => model.Fit(X, Y, batchSize: 5, verbose: 0, shuffle: false);
}
