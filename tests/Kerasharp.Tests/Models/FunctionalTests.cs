using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Models of tensors that layers were applied to.</summary>
public sealed class FunctionalTests
{
    private static readonly float[,] X = Elements.Rows(12, 3);

    [Fact]
    public void AChainIsWhatASequentialModelIs()
    {
        var hidden = new Dense(5, activation: "tanh");
        var last = new Dense(2);
        SymbolicTensor x = new Input(3);
        using var model = new Model(x, x.Apply(hidden).Apply(last));
        using var sequential = new Sequential([new Input(3), hidden, last]);

        Assert.Equal(sequential.Predict(X).ToFlat(), model.Predict(X).ToFlat());
        Assert.Equal(sequential.CountParams(), model.CountParams());
        Assert.Equal(["InputLayer", "Dense", "Dense"], model.Layers.Select(l => l.TypeName));
        Assert.Equal([hidden, last], model.Layers.Skip(1));
    }

    [Fact]
    public void OperatorsStandBetweenLayers()
    {
        SymbolicTensor x = new Input(3);
        var twice = new Dense(3, name: "same");
        var y = Ops.Tanh(x + twice.Apply(x)) * 2;
        using var model = new Model(x, new Dense(1).Apply(y));
        float[] kernel = twice.Kernel!.GetValue().ToFlat();

        float[] inner = new Model(x, y).Predict(X).ToFlat();

        for (int i = 0; i < 12; i++)
        for (int k = 0; k < 3; k++)
        {
            double sum = X[i, k];
            for (int j = 0; j < 3; j++)
                sum += X[i, j] * kernel[3 * j + k];
            Assert.Equal(2 * Math.Tanh(sum), inner[3 * i + k], 1e-5);
        }
        Assert.Equal((nint)12, model.Predict(X).Lengths[0]);
    }

    [Fact]
    public void ASharedLayerHasItsWeightsOnce()
    {
        Input a = new(3),
            b = new(3);
        var shared = new Dense(4);
        using var model = new Model([a, b], shared.Apply(a) - shared.Apply(b));

        var same = model.Predict([X, X]);

        Assert.All(same.ToFlat(), e => Assert.Equal(0, e));
        Assert.Equal(2, model.Weights.Count);
        Assert.Single(model.Layers, l => l == shared);
    }

    [Fact]
    public void AModelOfSeveralInputsAndOutputsTrains()
    {
        Input image = new(6) { Name = "image" };
        Input age = new(2) { Name = "age" };
        var both = new Dense(16, activation: "tanh").Apply(Joined(image, age));
        var digit = both.Apply(new Dense(3, activation: "softmax", name: "digit"));
        var height = both.Apply(new Dense(1, name: "height"));
        using var model = new Model([image, age], [digit, height]);
        model.Compile(
            new Adam(0.01),
            loss: new Dictionary<string, Loss> { ["height"] = "mse", ["digit"] = "sparse_categorical_crossentropy" },
            metrics: new Dictionary<string, MetricList> { ["digit"] = ["accuracy"] }
        );
        TensorDataList x = new Dictionary<string, TensorData>
        {
            ["age"] = Elements.Rows(10, 2, phase: 2),
            ["image"] = Elements.Rows(10, 6),
        };
        TensorDataList y = new Dictionary<string, TensorData>
        {
            ["digit"] = new[] { 0, 1, 2, 2, 1, 0, 1, 1, 2, 0 },
            ["height"] = Elements.Wave(10, phase: 4),
        };

        var history = model.Fit(x, y, batchSize: 5, epochs: 150, verbose: 0);

        Assert.True(history["digit_loss"][^1] < 0.5 * history["digit_loss"][0]);
        Assert.True(history["height_loss"][^1] < 0.5 * history["height_loss"][0]);
        Assert.True(history["digit_accuracy"][^1] > 0.8);
    }

    [Fact]
    public void ModelsStandInModels()
    {
        SymbolicTensor x = new Input(3);
        var inner = new Model(x, x.Apply(new Dense(4, activation: "relu")), name: "encoder");
        var chain = new Sequential([new Dense(2)], name: "head");
        SymbolicTensor z = new Input(3);
        using var model = new Model(z, z.Apply(inner).Apply(chain));

        Assert.Equal(inner.CountParams() + 10, model.CountParams());
        Assert.Equal(chain.Predict(inner.Predict(X).ToFlat().ToTensor(12, 4)).ToFlat(), model.Predict(X).ToFlat());
    }

    [Fact]
    public void AModelMayBeginAndEndInsideAnother()
    {
        SymbolicTensor x = new Input(3);
        var first = new Dense(4, activation: "relu");
        var second = new Dense(2);
        var hidden = x.Apply(first);
        using var whole = new Model(x, hidden.Apply(second));
        using var begin = new Model(x, first.Output);
        using var end = new Model(hidden, second.Output);

        var between = begin.Predict(X);

        Assert.Equal(whole.Predict(X).ToFlat(), end.Predict(between).ToFlat());
        Assert.Equal([second], end.Layers.OfType<Dense>());
    }

    [Fact]
    public void FrozenLayersStayAsTheyAre()
    {
        SymbolicTensor x = new Input(3);
        var frozen = new Dense(4) { Trainable = false };
        using var model = new Model(x, x.Apply(frozen).Apply(new Dense(1)));
        float[] before = frozen.Kernel!.GetValue().ToFlat();
        model.Compile("adam", "mse");

        model.Fit(X, Elements.Wave(12), epochs: 3, verbose: 0);

        Assert.Equal(before, frozen.Kernel.GetValue().ToFlat());
    }

    [Fact]
    public void TheSummaryShowsTheConnections()
    {
        Utils.ClearSession();
        Input a = new(4) { Name = "a" };
        Input b = new(3) { Name = "b" };
        var shared = new Dense(4, name: "shared");
        var left = shared.Apply(a);
        var right = shared.Apply(new Dense(4, name: "wide").Apply(b));
        using var model = new Model([a, b], new Dense(1, name: "last").Apply(left + right), name: "two");
        string text = "";

        model.Summary(lineLength: 96, printFn: t => text = t);

        Assert.Equal(
            """
            Model: "two"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)              ┃ Output Shape           ┃        Param # ┃ Connected to           ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━┩
            │ b (InputLayer)            │ (None, 3)              │              0 │ -                      │
            ├───────────────────────────┼────────────────────────┼────────────────┼────────────────────────┤
            │ a (InputLayer)            │ (None, 4)              │              0 │ -                      │
            ├───────────────────────────┼────────────────────────┼────────────────┼────────────────────────┤
            │ wide (Dense)              │ (None, 4)              │             16 │ b[0][0]                │
            ├───────────────────────────┼────────────────────────┼────────────────┼────────────────────────┤
            │ shared (Dense)            │ (None, 4)              │             20 │ a[0][0], wide[0][0]    │
            ├───────────────────────────┼────────────────────────┼────────────────┼────────────────────────┤
            │ add (Add)                 │ (None, 4)              │              0 │ shared[0][0],          │
            │                           │                        │                │ shared[1][0]           │
            ├───────────────────────────┼────────────────────────┼────────────────┼────────────────────────┤
            │ last (Dense)              │ (None, 1)              │              5 │ add[0][0]              │
            └───────────────────────────┴────────────────────────┴────────────────┴────────────────────────┘
             Total params: 41 (164.00 B)
             Trainable params: 41 (164.00 B)
             Non-trainable params: 0 (0.00 B)

            """,
            text
        );
        // Keras's order: the deepest first, and beside each other as they were met from the output on.
        Assert.Equal(["b", "a", "wide", "shared", "add", "last"], model.GetSummary().Rows.Select(r => r.Name));
    }

    [Fact]
    public void AnExportTakesAndGivesWhatTheModelDoes()
    {
        using var folder = new TemporaryFolder();
        Input a = new(3) { Name = "a" };
        Input b = new(3) { Name = "b" };
        var sum = new Dense(2, name: "sum").Apply((SymbolicTensor)a + b);
        using var model = new Model([a, b], [sum, Ops.Softmax(sum)]);
        string path = folder["two.onnx"];

        model.Export(path);

        using var read = OnnxModel.Load(path);
        Assert.Equal(["a", "b"], read.Inputs.Select(i => i.Name));
        Assert.Equal(["sum", "softmax"], read.OutputNames);
        var expected = model.PredictAll([X, X]);
        var came = read.PredictAll([X, X]);
        for (int i = 0; i < 2; i++)
            Elements.AssertClose(expected[i].ToFlat(), came[i].ToFlat(), 1e-6, $"output {i}");
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedAtApply()
    {
        SymbolicTensor x = new Input(3);
        var image = new Conv2D(4, kernelSize: 3, name: "image");
        var error = Assert.Throws<LayerException>(() => x.Apply(image));
        Assert.Contains("image", error.Message);
        Assert.False(image.IsBuilt);

        var dense = new Dense(2, name: "narrow");
        x.Apply(dense);
        SymbolicTensor wide = new Input(5);
        Assert.Contains(
            "was built for a last axis of 3",
            Assert.Throws<LayerException>(() => wide.Apply(dense)).Message
        );
    }

    [Fact]
    public void AForgottenInputIsNamed()
    {
        Input a = new(3) { Name = "first" };
        Input b = new(3) { Name = "second" };
        var y = new Dense(1).Apply((SymbolicTensor)a + b);

        var error = Assert.Throws<ArgumentException>(() => new Model(a, y, name: "m"));

        Assert.Equal(
            "An output of the model 'm' depends on the Input 'second', which is not among its inputs 'first'. Add it to them.",
            error.Message
        );
    }

    [Fact]
    public void TwoLayersOfOneNameAreRefused()
    {
        SymbolicTensor x = new Input(3);
        var y = x.Apply(new Dense(3, name: "twin")).Apply(new Dense(3, name: "twin"));

        Assert.Contains("Two layers named 'twin'", Assert.Throws<ArgumentException>(() => new Model(x, y)).Message);
    }

    [Fact]
    public void ApplyWithinCallIsRefused()
    {
        var error = Assert.Throws<LayerException>(() => new Sequential([new Input(3), new Misled()]));

        Assert.Contains("Call Invoke(context, x) there", error.Message);
    }

    [Fact]
    public void AModelOfOnesOwnMustSayWhatItTakes()
    {
        using var model = new Bare();

        Assert.Contains(
            "does not override Inputs",
            Assert.Throws<InvalidOperationException>(() => model.Predict(X)).Message
        );
    }

    private static SymbolicTensor Joined(SymbolicTensor a, SymbolicTensor b) => Ops.Concatenate([a, b], -1);

    private sealed class Misled : Layer
    {
        private readonly Dense _inner = new(2);

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => _inner.Apply(input);
    }

    private sealed class Bare() : Model("bare");
}
