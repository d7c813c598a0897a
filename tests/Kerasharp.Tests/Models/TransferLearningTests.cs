using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Parts of models go on into others; what is frozen stays as it is.</summary>
public sealed class TransferLearningTests
{
    private static readonly float[,] X = Elements.Rows(12, 6);
    private static readonly float[,] Y = Elements.Rows(12, 2, phase: 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFrozenBaseKeepsItsWeightsBitForBit(bool functional)
    {
        using var trained = Base(functional);
        trained.Compile("adam", "mse");
        trained.Fit(X, Elements.Rows(12, 3), epochs: 2, verbose: 0);
        trained.Trainable = false;
        var features = trained.GetLayer("features").Output;
        using var model = new Model(trained.Input, features.Apply(new Dense(2, name: "head")));
        float[][] before = Snapshot(trained);
        float[] features1 = new Model(trained.Input, features).Predict(X).ToFlat();
        model.Compile(new Adam(0.05), "mse");

        var history = model.Fit(X, Y, batchSize: 4, epochs: 40, verbose: 0);

        Assert.True(history["loss"][^1] < 0.7 * history["loss"][0]);
        // Moving averages, too: inside a frozen model the normalization does not look at batches.
        Assert.Equal(before, Snapshot(trained));
        Assert.Equal(features1, new Model(trained.Input, features).Predict(X).ToFlat());
        Assert.Equal(["kernel", "bias"], model.TrainableWeights.Select(w => w.Name));
        Assert.Equal(6, model.NonTrainableWeights.Count);
    }

    [Fact]
    public void TrainableReachesModelsInsideAndLayersMayBeSetApart()
    {
        using var inner = Base(functional: true);
        using var model = new Sequential([new Input(6), inner, new Dense(1, name: "last")]);

        model.Trainable = false;
        Assert.All(inner.Layers, l => Assert.False(l.Trainable));
        Assert.Empty(model.TrainableWeights);
        Assert.Equal(model.Weights, model.NonTrainableWeights);

        model.Trainable = true;
        inner.Trainable = false;
        Assert.Equal(["last/kernel", "last/bias"], model.TrainableWeights.Select(w => w.Path));
        inner.Trainable = true;
        inner.GetLayer("features").Trainable = false;
        Assert.Equal(
            ["norm/gamma", "norm/beta", "old_head/kernel", "old_head/bias", "last/kernel", "last/bias"],
            model.TrainableWeights.Select(w => w.Path)
        );
    }

    [Fact]
    public void AChangeActsFromTheNextCompileOn()
    {
        using var model = Base(functional: true);
        model.Compile("adam", "mse");
        model.Trainable = false;
        float[][] before = Snapshot(model);
        model.Fit(X, Elements.Rows(12, 3), batchSize: 4, verbose: 0);
        float[][] trained = Snapshot(model);
        // As compiled, the moving averages among what moves.
        Assert.All(before.Zip(trained), p => Assert.NotEqual(p.First, p.Second));

        // Other sizes and weights make steps anew, and these, too, are as compiled.
        model.Fit(
            X,
            Elements.Rows(12, 3),
            batchSize: 5,
            verbose: 0,
            sampleWeight: Elements.Wave(12).Select(MathF.Abs).ToArray()
        );
        float[][] again = Snapshot(model);
        Assert.All(trained.Zip(again), p => Assert.NotEqual(p.First, p.Second));
        Assert.False(model.Trainable);

        model.Compile("adam", "mse");
        model.Fit(X, Elements.Rows(12, 3), batchSize: 4, verbose: 0);
        Assert.Equal(again, Snapshot(model));
    }

    [Fact]
    public void ASequentialModelHasTensorsOnceItsInputIsKnown()
    {
        using var model = new Sequential([new Dense(4, name: "first"), new Dense(2, name: "second")]);
        var error = Assert.Throws<InvalidOperationException>(() => model.Input);
        Assert.Contains("whose input is not known; put an Input", error.Message);

        model.Predict(Elements.Rows(3, 5));

        Assert.Equal("(batch, 5)", model.Input.Shape.ToString().Replace("None", "batch"));
        Assert.Equal((Dim)2, model.Output.Shape[1]);
        using var begin = new Model(model.Input, model.GetLayer("first").Output);
        Assert.Equal((nint)4, begin.Predict(Elements.Rows(3, 5)).Lengths[1]);
        using var twice = new Model(model.Input, [model.GetLayer(0).Output, model.OutputTensors[0]]);
        Assert.Equal(2, twice.PredictAll(Elements.Rows(3, 5)).Count);
    }

    [Fact]
    public void AHeadIsTakenOffAndAnotherPutOn()
    {
        using var model = new Sequential([new Input(6), new Dense(4, name: "body"), new Dense(3, name: "head")]);
        model.Compile("sgd", "mse");
        model.Fit(X, Elements.Rows(12, 3), verbose: 0);

        var head = model.Pop();

        Assert.Equal("head", head.Name);
        Assert.Equal((nint)4, model.Predict(X).Lengths[1]);
        model.Add(new Dense(2, name: "new"));
        Assert.Equal((nint)2, model.Predict(X).Lengths[1]);
        Assert.Equal(["body", "new"], model.Layers.Select(l => l.Name));
        Assert.Equal((Dim)2, model.Output.Shape[1]);
        model.Pop();
        model.Pop();
        Assert.Contains("has no layers", Assert.Throws<InvalidOperationException>(() => model.Pop()).Message);
    }

    [Fact]
    public void AModelThatStandsFirstTakesTheInputsPlace()
    {
        using var inner = Base(functional: true);
        using var model = new Sequential([inner, new Dense(1)]);

        Assert.Equal("(None, 6)", model.Inputs[0].Shape.ToString());
        Assert.Equal(inner.CountParams() + 4, model.CountParams());
    }

    [Fact]
    public void LayersAreFoundByNumber()
    {
        using var model = Base(functional: true);

        Assert.IsType<Input>(model.GetLayer(0));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.GetLayer(4));
        Assert.Contains("0 to 3 were expected", error.Message);
    }

    private static Model Base(bool functional)
    {
        Layer[] layers =
        [
            new Dense(4, activation: "relu", name: "features"),
            new BatchNormalization(name: "norm"),
            new Dense(3, name: "old_head"),
        ];
        // The features are those behind the normalization.
        if (!functional)
            return new Sequential([
                new Input(6),
                new BatchNormalization(name: "norm"),
                new Dense(4, name: "features"),
                layers[2],
            ]);
        SymbolicTensor x = new Input(6);
        return new Model(x, x.Apply(layers[1]).Apply(layers[0]).Apply(layers[2]));
    }

    private static float[][] Snapshot(Model model) => [.. model.GetWeights().Select(w => w.ToFlat())];
}
