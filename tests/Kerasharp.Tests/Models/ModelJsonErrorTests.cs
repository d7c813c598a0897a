using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>JSON that is no model is refused in words that say how to mend it.</summary>
public sealed class ModelJsonErrorTests
{
    [Fact]
    public void NoJson() => Refused("{", "is no JSON", "Give that.");

    [Fact]
    public void NoObject() => Refused("[1]", "JSON of [1] came", "Give what Model.ToJson");

    [Fact]
    public void ALayer() => Refused(new Dense(3).Serialize().ToJsonString(), "which is a layer; a model was expected");

    [Fact]
    public void AnUnknownClass() =>
        Refused(
            Changed(l => l["dense"]["class_name"] = "Dens"),
            "class 'Dens' came, which is not known",
            "Register it"
        );

    [Theory]
    [InlineData("layers")]
    [InlineData("input_layers")]
    [InlineData("output_layers")]
    [InlineData("name")]
    public void AMissingKeyOfTheModel(string key)
    {
        var json = Json();
        json["config"]!.AsObject().Remove(key);
        Refused(json.ToJsonString(), $"without '{key}'", "Add it.");
    }

    [Fact]
    public void AMissingKeyOfALayer() =>
        Refused(
            Changed(l => l["dense"].Remove("inbound_nodes")),
            "without 'inbound_nodes' of the layer 'dense'",
            "Add it."
        );

    [Fact]
    public void ALayerThatIsNotThere() =>
        Refused(
            Changed(l => History(l["dense_1"])[0] = "dence"),
            "The layer 'dence' is not in the configuration of the model 'm', but 'dense_1' reads it; there are 'x', 'dense', 'dense_1', 'add'.",
            "mend the name"
        );

    [Fact]
    public void ACallThatIsNotThere() =>
        Refused(
            Changed(l => History(l["dense_1"])[1] = 1),
            "The call 1 of the layer 'dense' is asked for in the model 'm'",
            "is called 1 times there"
        );

    [Fact]
    public void AnOutputThatIsNotThere() =>
        Refused(Changed(l => History(l["dense_1"])[2] = 1), "The output 1 of the layer 'dense'", "it gives 1");

    [Fact]
    public void ACircle() =>
        Refused(
            Changed(l => History(l["dense"])[0] = "dense_1"),
            "Calls of 'dense', 'dense_1', 'add' in the configuration of the model 'm' wait for each other",
            "Mend their inbound_nodes."
        );

    [Fact]
    public void TooFewArguments() =>
        Refused(
            Changed(l => l["add"]["inbound_nodes"]![0]!["args"]!.AsArray().RemoveAt(1)),
            "1 arguments came for the operation 'add' (Add) in the model 'm'; 2 were expected"
        );

    [Fact]
    public void TooManyTensorsForALayer() =>
        Refused(
            Changed(l =>
                l["dense"]["inbound_nodes"]![0]!["args"]!
                    .AsArray()
                    .Add(l["dense"]["inbound_nodes"]![0]!["args"]![0]!.DeepClone())
            ),
            "'dense'",
            "2 shapes came; the layer takes one"
        );

    [Fact]
    public void AnOperationThatIsNotKnown() =>
        Refused(
            Changed(l => l["add"]["class_name"] = "Fft"),
            "The operation 'add' of the class 'Fft'",
            "Write it as a layer of its own"
        );

    [Fact]
    public void AKeywordThatCallsDoNotTake() =>
        Refused(
            Changed(l => l["dense"]["inbound_nodes"]![0]!["kwargs"] = new JsonObject { ["training"] = true }),
            "the keyword 'training' of true",
            "Take it out"
        );

    [Fact]
    public void TwoLayersOfOneName() =>
        Refused(Changed(l => l["dense_1"]["name"] = "dense"), "Two layers named 'dense' came");

    private static JsonObject Json()
    {
        Input x = new(3) { Name = "x" };
        var y = new Dense(3, name: "dense").Apply(x);
        var z = new Dense(3, name: "dense_1").Apply(y);
        using var model = new Model(x, z + y, name: "m");
        return JsonNode.Parse(model.ToJson())!.AsObject();
    }

    private static JsonArray History(JsonNode layer) =>
        layer["inbound_nodes"]![0]!["args"]![0]!["config"]!["keras_history"]!.AsArray();

    private static string Changed(Action<Dictionary<string, JsonObject>> change)
    {
        var json = Json();
        change(json["config"]!["layers"]!.AsArray().ToDictionary(l => (string)l!["name"]!, l => l!.AsObject()));
        return json.ToJsonString();
    }

    private static void Refused(string json, params string[] parts)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Model.FromJson(json));
        Assert.All(parts, p => Assert.Contains(p, error.Message));
    }
}
