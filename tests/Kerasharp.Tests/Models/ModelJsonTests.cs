using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Models;

/// <summary>Models in Keras's JSON, against files that Keras itself wrote (tests/references/models.py).</summary>
public sealed class ModelJsonTests
{
    public static TheoryData<string> Files => ["mlp", "unbuilt", "residual", "nested", "operations"];

    [Theory]
    [MemberData(nameof(Files))]
    public void KerasJsonIsReadAndWrittenAgain(string file)
    {
        var expected = Case(file)["model"]!;
        using var model = Model.FromJson(expected.ToJsonString());

        var written = JsonNode.Parse(model.ToJson())!;

        AssertSame(expected, written);
        using var again = Model.FromJson(written.ToJsonString());
        AssertSame(expected, JsonNode.Parse(again.ToJson())!);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("residual")]
    [InlineData("nested")]
    [InlineData("operations")]
    [InlineData("compositions")]
    public void WhatWasReadComputesWhatKerasDoes(string file)
    {
        var reference = Case(file);
        using var model = Model.FromJson(reference["model"]!.ToJsonString());
        var weights = reference["weights"]!.AsArray();

        // Order and names are Keras's.
        Assert.Equal(weights.Select(w => Last((string)w!["path"]!)), model.Weights.Select(w => w.Name));
        Assert.Equal(
            reference["trainable"]!.AsArray().Select(w => Last((string)w!)),
            model.TrainableWeights.Select(w => w.Name)
        );
        model.SetWeights([.. weights.Select(w => Tensor(w!))]);
        var outputs = model.PredictAll([.. reference["inputs"]!.AsArray().Select(i => (TensorData)Tensor(i!))]);

        var expected = reference["outputs"]!.AsArray();
        Assert.Equal(expected.Count, outputs.Count);
        for (int i = 0; i < outputs.Count; i++)
            Elements.AssertClose(Tensor(expected[i]!).ToFlat(), outputs[i].ToFlat(), 2e-5, $"output {i} of {file}");
    }

    [Fact]
    public void AModelMadeHereIsWrittenAsKerasWritesIt()
    {
        using var model = new Sequential(
            [
                new Input(2, 4) { Name = "rows" },
                new Reshape([8], name: "flat"),
                new Dense(5, activation: "relu", name: "hidden"),
                new Dropout(0.25, name: "drop"),
                new Dense(3, activation: "softmax", name: "classes"),
            ],
            name: "mlp"
        );

        AssertSame(Case("mlp")["model"]!, JsonNode.Parse(model.ToJson())!);
    }

    [Fact]
    public void AFunctionalModelMadeHereIsWrittenAsKerasWritesIt()
    {
        Input image = new(6) { Name = "image" };
        Input age = new(2) { Name = "age" };
        var shared = new Dense(4, activation: "tanh", name: "shared");
        var left = shared.Apply(image);
        var right = shared.Apply(new Dense(6, name: "wide").Apply(age));
        var both = left * 0.5 + (1 - right) / 2;
        both = Ops.Relu(both) - Ops.Sqrt(Ops.Absolute(left) + 1.5);
        var joined = Ops.Concatenate([both, age, -right]);
        var digit = new Dense(3, activation: "softmax", name: "digit").Apply(joined);
        var height = new Dense(1, name: "height").Apply(joined + Ops.Sum(age, -1, keepDims: true));
        using var model = new Model([image, age], [digit, height], name: "residual");

        AssertSame(Case("residual")["model"]!, JsonNode.Parse(model.ToJson())!);
    }

    [Fact]
    public void AModelThatBeginsWithinAnotherGetsAnInputThere()
    {
        SymbolicTensor x = new Input(3);
        var hidden = x.Apply(new Dense(4, activation: "relu", name: "first"));
        using var end = new Model(hidden, hidden + hidden.Apply(new Dense(4, name: "second")));

        using var read = Model.FromJson(end.ToJson());

        read.SetWeights(end.GetWeights());
        var between = Elements.Rows(5, 4);
        Assert.Equal(end.Predict(between).ToFlat(), read.Predict(between).ToFlat());
        Assert.Equal("first", read.Inputs[0].Name);
    }

    [Fact]
    public void ClassesOfOnesOwnAreFoundByTheirRegistration()
    {
        CustomObjects.Register<Doubled>("tests");
        SymbolicTensor x = new Input(3);
        var own = new Doubled(4, name: "own");
        using var model = new Model(x, x.Apply(own).Apply(new Sequential([new Dense(2)])));

        using var read = Model.FromJson(model.ToJson());

        Assert.Equal(4, Assert.IsType<Doubled>(read.GetLayer("own")).Units);
        read.SetWeights(model.GetWeights());
        Assert.Equal(model.Predict(Elements.Rows(5, 3)).ToFlat(), read.Predict(Elements.Rows(5, 3)).ToFlat());
        using var alone = Model.FromJson(own.ToJson());
        Assert.IsType<Doubled>(alone);
    }

    [Fact]
    public void AFrozenModelIsReadFrozenAndItsLayersAsTheyWere()
    {
        var open = new Dense(2, name: "open");
        var shut = new Dense(2, name: "shut");
        using var model = new Sequential([new Input(3), open, shut]);
        model.Trainable = false;
        open.Trainable = true;

        using var read = Model.FromJson(model.ToJson());

        Assert.False(read.Trainable);
        Assert.True(read.GetLayer("open").Trainable);
        Assert.False(read.GetLayer("shut").Trainable);
        Assert.Empty(read.TrainableWeights);
    }

    [Fact]
    public void ALayerThatStandsTwiceInASequentialModelStaysOne()
    {
        var twice = new Dense(3, name: "twice");
        using var model = new Sequential([new Input(3), twice, twice]);
        Assert.Equal(2, model.Weights.Count);

        using var read = Model.FromJson(model.ToJson());

        Assert.Same(read.Layers[0], read.Layers[1]);
    }

    [Fact]
    public void OperatorsThatKerasDoesNotHaveAreRefused()
    {
        SymbolicTensor x = new Input(3);
        using var model = new Model(x, Ops.StopGradient(x), name: "m");

        var error = Assert.Throws<NotSupportedException>(() => model.ToJson());

        Assert.Contains("of the model 'm'", error.Message);
        Assert.Contains("Put it into a Lambda or a layer of one's own.", error.Message);
    }

    [Fact]
    public void ConfigurationsMakeModelsToo()
    {
        using var model = new Sequential([new Input(3), new Dense(2, name: "d")], name: "s");

        using var generic = Layer.FromConfig<Sequential>(model.GetConfig());
        using var plain = Model.FromConfig(model.GetConfig());

        Assert.Equal(model.ToJson(), generic.ToJson());
        Assert.Equal(model.ToJson(), plain.ToJson());
    }

    private static JsonObject Case(string name) => JsonNode.Parse(ReferenceFiles.Text($"json/{name}.json"))!.AsObject();

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static System.Numerics.Tensors.Tensor<float> Tensor(JsonNode node) =>
        node["values"]!
            .AsArray()
            .Select(v => (float)v!.GetValue<double>())
            .ToArray()
            .ToTensor([.. node["shape"]!.AsArray().Select(d => (nint)d!.GetValue<int>())]);

    private static void AssertSame(JsonNode expected, JsonNode came) =>
        Assert.Equal(Normal(expected)!.ToJsonString(Indented), Normal(came)!.ToJsonString(Indented));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Keys in order, without those that say nothing; numbers in one form; without what Compile decided.</summary>
    private static JsonNode? Normal(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.Where(p => p.Value is not null && p.Key is not "compile_config")
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => KeyValuePair.Create(p.Key, Normal(p.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(Normal)]),
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => JsonValue.Create(
                double.Parse(v.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
            ),
            _ => node?.DeepClone(),
        };
}

/// <summary>A model class of its own with a configuration.</summary>
internal sealed class Doubled(int units, string? name = null) : Model(name)
{
    private readonly Dense _inner = new(units, name: "inner");

    public int Units { get; } = units;

    public override IReadOnlyList<InputSpec> Inputs =>
        [new("x", Onnx.Graphs.ElementType.Float32, new Onnx.Graphs.Shape(Onnx.Graphs.Dim.Batch, 3))];

    public override IReadOnlyList<string> OutputNames => ["y"];

    public override IReadOnlyList<Layer> Layers => [_inner];

    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        _inner.Invoke(context, input) * 2;
}
