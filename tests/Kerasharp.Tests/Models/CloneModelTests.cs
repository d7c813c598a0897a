using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>Models of new layers that are connected as others.</summary>
public sealed class CloneModelTests
{
    private static readonly float[,] X = Elements.Rows(6, 3);

    [Fact]
    public void AFunctionalModelIsClonedWithItsSharedLayersAndOperators()
    {
        Input a = new(3) { Name = "a" };
        Input b = new(3) { Name = "b" };
        var shared = new Dense(4, activation: "tanh", name: "shared");
        var sum = shared.Apply(a) * 2 - shared.Apply(b);
        using var model = new Model([a, b], [new Dense(2, name: "last").Apply(sum), sum], name: "m");

        using var clone = Utils.CloneModel(model);

        Assert.Equal(4, clone.Weights.Count);
        Assert.Empty(clone.Weights.Intersect(model.Weights));
        Assert.Equal(model.Layers.Select(l => l.Name), clone.Layers.Select(l => l.Name));
        Assert.Equal("m", clone.Name);
        Assert.NotEqual(model.PredictAll([X, X])[0].ToFlat(), clone.PredictAll([X, X])[0].ToFlat());
        clone.SetWeights(model.GetWeights());
        var (expected, came) = (model.PredictAll([X, X]), clone.PredictAll([X, X]));
        Assert.Equal(expected[0].ToFlat(), came[0].ToFlat());
        Assert.Equal(expected[1].ToFlat(), came[1].ToFlat());
        Assert.Equal(model.ToJson(), clone.ToJson());
    }

    [Fact]
    public void ASequentialModelIsCloned()
    {
        using var model = new Sequential([new Input(3), new Dense(4, name: "a"), new Dense(2, name: "b")], name: "s");
        model.Layers[0].Trainable = false;

        using var clone = Assert.IsType<Sequential>(Utils.CloneModel(model));

        clone.SetWeights(model.GetWeights());
        Assert.Equal(model.Predict(X).ToFlat(), clone.Predict(X).ToFlat());
        Assert.False(clone.GetLayer("a").Trainable);
        Assert.Equal(2, clone.TrainableWeights.Count);
    }

    [Fact]
    public void ModelsInsideAreCloned()
    {
        SymbolicTensor x = new Input(3);
        var inner = new Model(x, x.Apply(new Dense(4, name: "inside")), name: "inner");
        SymbolicTensor z = new Input(3);
        using var model = new Model(z, z.Apply(inner).Apply(new Sequential([new Dense(1)])));

        using var plain = Utils.CloneModel(model);
        using var deep = Utils.CloneModel(
            model,
            cloneFunction: l => l is Dense { Units: 1 } d ? new Dense(2, name: d.Name) : l,
            recursive: true
        );

        Assert.Empty(plain.Weights.Intersect(model.Weights));
        plain.SetWeights(model.GetWeights());
        Assert.Equal(model.Predict(X).ToFlat(), plain.Predict(X).ToFlat());
        // What the function gives back as it came is shared.
        Assert.Same(inner.GetLayer("inside"), ((Model)deep.GetLayer("inner")).GetLayer("inside"));
        Assert.Equal((nint)2, deep.Predict(X).Lengths[1]);
    }

    [Fact]
    public void FunctionsAndTensorsOfOnesOwnAreTaken()
    {
        SymbolicTensor x = new Input(3);
        using var model = new Model(x, x.Apply(new Dense(4, name: "first")).Apply(new Dense(2, name: "second")));
        SymbolicTensor other = new Input(5);

        using var clone = Utils.CloneModel(
            model,
            inputTensors: other,
            callFunction: (layer, inputs) =>
                layer is Dense ? layer.Apply(inputs)[0].Apply(new Dropout(0.5)) : layer.Apply(inputs)
        );
        using var same = Utils.CloneModel(model, cloneFunction: l => l);

        Assert.Equal(2, clone.Layers.OfType<Dropout>().Count());
        Assert.Equal((nint)2, clone.Predict(Elements.Rows(4, 5)).Lengths[1]);
        Assert.Equal(model.Weights, same.Weights);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        SymbolicTensor x = new Input(3);
        using var model = new Model(x, x.Apply(new Dense(4)), name: "m");
        SymbolicTensor a = new Input(3);
        SymbolicTensor b = new Input(3);

        var error = Assert.Throws<ArgumentException>(() => Utils.CloneModel(model, inputTensors: [a, b]));

        Assert.Equal(
            "2 tensors came to clone the model 'm' upon, which has 1 inputs; one for each was expected. Give as many.",
            error.Message
        );
        using var chain = new Sequential([new Input(3), new Dense(2)]);
        Assert.Contains(
            "layers are listed, not called",
            Assert.Throws<ArgumentException>(() => Utils.CloneModel(chain, callFunction: (l, i) => l.Apply(i))).Message
        );
    }
}
