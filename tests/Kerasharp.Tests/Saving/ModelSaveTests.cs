using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Whole models in one file: they come back as they were, and train on as if they had never been away.</summary>
public sealed class ModelSaveTests : IDisposable
{
    private static readonly float[,] X = Elements.Rows(21, 4);
    private static readonly float[,] Y = Elements.Rows(21, 2, phase: 1);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["model.kerasharp"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Optimizers =>
        ["sgd", "adam", "schedule", "ema", "accumulation", "loss scale", "multi", "schedule free", "muon"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void TrainsOnAsTheOriginal(string kind)
    {
        using var model = Network();
        model.Compile(Optimizer(kind), "mse", metrics: ["mae"]);
        model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0);
        model.Save(File);
        using var loaded = Model.Load(File);

        Assert.Equal(model.Predict(X).ToFlat(), loaded.Predict(X).ToFlat());
        Assert.Equal(model.Evaluate(X, Y, verbose: 0), loaded.Evaluate(X, Y, verbose: 0));
        Assert.Equal(
            model.Optimizer.Variables.Select(v => (v.Path, v.ReadLogical().Length)),
            loaded.Optimizer.Variables.Select(v => (v.Path, v.ReadLogical().Length))
        );
        var expected = model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0);
        var actual = loaded.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0);
        Assert.Equal(expected["loss"], actual["loss"]);
        Assert.Equal(expected["mae"], actual["mae"]);
        Assert.Equal(model.Snapshot(), loaded.Snapshot());
        Assert.Equal(model.Optimizer.Iterations, loaded.Optimizer.Iterations);
        Assert.Equal(["model.kerasharp"], _folder.Files);
    }

    [Fact]
    public void AModelThatHasNotTrainedYetBeginsAsTheOriginal()
    {
        using var model = Network();
        var optimizer = new AdamW(weightDecay: 0.1);
        optimizer.ExcludeFromWeightDecay(varNames: ["bias"], varList: [model.Weights[0]]);
        model.Compile(optimizer, "mse");
        model.Save(File);
        using var loaded = Model.Load(File);
        Assert.Equal(
            model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"],
            loaded.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"]
        );
        Assert.Equal(model.Snapshot(), loaded.Snapshot());
    }

    [Fact]
    public void SeveralOutputsKeepTheirLossesWeightsAndMetrics()
    {
        SymbolicTensor a = new Input(4);
        var body = a.Apply(new Dense(5, activation: "tanh"));
        using var model = new Model(
            a,
            [
                body.Apply(new Dense(2, name: "point")),
                body.Apply(new Dense(3, activation: "softmax", name: "kind")),
                body.Apply(new Dense(1, name: "idle")),
            ]
        );
        var (x, point) = (Elements.Rows(12, 4), Elements.Rows(12, 2));
        int[] kind = [0, 1, 2, 2, 1, 0, 1, 1, 2, 0, 2, 1];
        model.Compile(
            new Adam(0.01),
            new LossList(new Huber(delta: 0.5), "sparse_categorical_crossentropy", null),
            metrics: new Dictionary<string, Kerasharp.Metrics.MetricList>
            {
                ["kind"] = ["accuracy", new Kerasharp.Metrics.SparseTopKCategoricalAccuracy(2)],
            },
            lossWeights: [0.5, 2, 1]
        );
        TensorDataList y = [point, kind, new float[12, 1]];
        model.Fit([x], y, epochs: 2, verbose: 0);
        model.Save(File);
        using var loaded = Model.Load(File);
        Assert.Equal(model.Evaluate([x], y, verbose: 0), loaded.Evaluate([x], y, verbose: 0));
        Assert.Equal(
            model.Fit([x], y, epochs: 2, verbose: 0)["kind_accuracy"],
            loaded.Fit([x], y, epochs: 2, verbose: 0)["kind_accuracy"]
        );
        Assert.Equal(model.Snapshot(), loaded.Snapshot());
    }

    [Fact]
    public void TheConfigurationIsKerass()
    {
        using var model = Network();
        model.Compile(new SGD(0.25), "mse", metrics: ["mae"]);
        model.Save(File);
        var parts = SavedFile.Unpack(File);
        Assert.Equal(
            ["metadata.json", "config.json", "model.weights.safetensors", "optimizer.safetensors", "training.json"],
            parts.Keys
        );
        var config = JsonNode.Parse(parts["config.json"])!.AsObject();
        var compiled = config["compile_config"]!;
        Assert.Equal(
            [
                "optimizer",
                "loss",
                "loss_weights",
                "metrics",
                "weighted_metrics",
                "run_eagerly",
                "steps_per_execution",
                "jit_compile",
            ],
            compiled.AsObject().Select(p => p.Key)
        );
        Assert.Equal("SGD", (string?)compiled["optimizer"]!["class_name"]);
        Assert.Equal(0.25, (double?)compiled["optimizer"]!["config"]!["learning_rate"]);
        Assert.Equal("mse", (string?)compiled["loss"]!["config"]!["name"]);
        Assert.Equal("mae", (string?)compiled["metrics"]![0]);
        config.Remove("compile_config");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(model.ToJson()), config));
        Assert.Equal(1, (int?)JsonNode.Parse(parts["metadata.json"])!["format_version"]);
    }

    [Fact]
    public void WithoutTheOptimizerNothingOfTrainingIsThere()
    {
        using var model = Network();
        model.Compile("adam", Loss.From((y, p) => Ops.Mean(Ops.Absolute(y - p), -1)));
        var error = Assert.Throws<NotSupportedException>(() => model.Save(File));
        Assert.Contains("a function that is not registered", error.Message);
        Assert.Contains("includeOptimizer: false", error.Message);
        Assert.Contains("CustomObjects.Register", error.Message);
        Assert.Empty(_folder.Files);

        model.Save(File, includeOptimizer: false);
        Assert.Equal(["metadata.json", "config.json", "model.weights.safetensors"], SavedFile.Unpack(File).Keys);
        using var loaded = Model.Load(File);
        Assert.Equal(model.Predict(X).ToFlat(), loaded.Predict(X).ToFlat());
        Assert.Throws<InvalidOperationException>(() => loaded.Evaluate(X, Y));
    }

    [Fact]
    public void RegisteredFunctionsAreFoundAgain()
    {
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> distance = (y, p) => Ops.Mean(Ops.Absolute(y - p), -1);
        CustomObjects.Register("distance_for_saving", distance);
        using var model = Network();
        model.Compile("sgd", Loss.From(distance, "far"), metrics: [distance]);
        model.Save(File);
        using var loaded = Model.Load(File);
        Assert.Equal(model.Evaluate(X, Y, verbose: 0), loaded.Evaluate(X, Y, verbose: 0));
    }

    [Fact]
    public void WhatCannotBeCompiledLoadsAllTheSame()
    {
        using var model = Network();
        model.Compile("sgd", new Unregistered());
        model.Save(File);
        var error = Assert.Throws<ModelFileException>(() => Model.Load(File));
        Assert.Contains("Unregistered", error.Message);
        Assert.Contains("compile: false", error.Message);
        using var loaded = Model.Load(File, compile: false);
        Assert.Equal(model.Predict(X).ToFlat(), loaded.Predict(X).ToFlat());
    }

    [Fact]
    public void LayersThatAreFrozenStaySo()
    {
        using var model = Network();
        model.Layers[0].Trainable = false;
        model.Compile("sgd", "mse");
        model.Save(File);
        using var loaded = Model.Load(File);
        float[] before = loaded.Snapshot()[0];
        loaded.Fit(X, Y, verbose: 0);
        Assert.Equal(before, loaded.Snapshot()[0]);
        Assert.NotEqual(model.Snapshot()[2], loaded.Snapshot()[2]);
    }

    [Fact]
    public void AdaptersStayApart()
    {
        var dense = new Dense(6);
        using var model = new Sequential([new Input(4), dense, new Dense(2)]);
        dense.EnableLora(2);
        model.Compile(new Adam(0.05), "mse");
        model.Fit(X, Y, batchSize: 8, verbose: 0);
        model.Save(File);
        using var loaded = Model.Load(File);
        Assert.Equal(model.Snapshot(), loaded.Snapshot());
        Assert.Equal(
            model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"],
            loaded.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"]
        );
    }

    [Fact]
    public void AModelOfAnOnnxFileTakesItsGraphWithIt()
    {
        using (var original = Network())
            original.Export(_folder["m.onnx"], labels: ["a", "b"]);
        using var model = OnnxModel.Load(_folder["m.onnx"]);
        model.Compile(new Adam(0.01), "mse");
        model.Fit(X, Y, batchSize: 8, verbose: 0);
        model.Save(File);
        using var loaded = Model.Load(File);
        Assert.Equal(["a", "b"], Assert.IsType<OnnxModel>(loaded).Labels);
        Assert.Equal(model.Predict(X).ToFlat(), loaded.Predict(X).ToFlat());
        Assert.Equal(
            model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"],
            loaded.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0)["loss"]
        );
        Assert.Equal(model.Snapshot(), loaded.Snapshot());

        // A part of another model has no configuration.
        using var outer = new Sequential([model]);
        Assert.Contains("Export", Assert.Throws<NotSupportedException>(() => outer.Save(File)).Message);
    }

    [Fact]
    public void WeightsComeOutOfAWholeModelToo()
    {
        using var model = Network();
        model.Save(File);
        using var other = Network();
        other.LoadWeights(File);
        Assert.Equal(model.Snapshot(), other.Snapshot());

        using var wider = new Sequential([new Input(4), new Dense(7, name: "first"), new Dense(2, name: "second")]);
        float[][] before = wider.Snapshot();
        var error = Assert.Throws<ArgumentException>(() => wider.LoadWeights(File));
        Assert.Contains("'first/kernel' (4, 6) of Float32 where the model has 'first/kernel' (4, 7)", error.Message);
        Assert.Equal(before, wider.Snapshot());
    }

    [Theory]
    [InlineData("m.onnx", "Export")]
    [InlineData("m.keras", ".npz")]
    [InlineData("m.safetensors", "SaveWeights")]
    public void OtherExtensionsAreRefused(string name, string part)
    {
        using var model = Network();
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => model.Save(_folder[name])).Message);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void AFileIsReplacedOnlyIfItMayBe()
    {
        using var model = Network();
        model.Save(File, overwrite: false);
        byte[] before = System.IO.File.ReadAllBytes(File);
        Assert.Contains(
            "overwrite: true",
            Assert.Throws<IOException>(() => model.Save(File, overwrite: false)).Message
        );
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        model.Save(File);
        Assert.Contains(
            "Make it first",
            Assert.Throws<DirectoryNotFoundException>(() => model.Save(_folder["none/m.kerasharp"])).Message
        );
        using var empty = new Sequential([new Dense(3)]);
        Assert.Throws<InvalidOperationException>(() => empty.Save(File));
    }

    internal static Sequential Network() =>
        new([
            new Input(4),
            new Dense(6, activation: "relu", name: "first"),
            new BatchNormalization(name: "norm"),
            new Dropout(0.3, name: "drop"),
            new Dense(2, name: "second"),
        ]);

    private static Optimizer Optimizer(string kind) =>
        kind switch
        {
            "schedule" => new RMSprop(new ExponentialDecay(0.01, 3, 0.5), momentum: 0.5),
            "ema" => new SGD(0.05, momentum: 0.9, useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 2),
            "accumulation" => new Adam(0.01, clipnorm: 0.5, gradientAccumulationSteps: 2),
            "loss scale" => new LossScaleOptimizer(new Adam(0.01), dynamicGrowthSteps: 3),
            "multi" => new MultiOptimizer(new OptimizerMap(new Adam(0.01)) { ["first.*"] = new Adam(0.05) }),
            "schedule free" => new ScheduleFreeAdamW(0.01),
            "muon" => new Muon(0.01),
            _ => kind,
        };

    private sealed class Unregistered() : Loss("unregistered")
    {
        public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
            Ops.Mean(Ops.Square(yTrue - yPred), -1);
    }
}
