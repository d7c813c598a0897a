using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>A case of a reference file: a layer's configuration in Keras's form, what it is given, and what must come out.</summary>
internal sealed record LayerReferenceCase
{
    public required string ClassName { get; init; }

    public required LayerExample Example { get; init; }

    /// <summary>Whether the layer is called as in training.</summary>
    public required bool Training { get; init; }

    /// <summary>Whether the outputs outside of training are the same, and looked at too.</summary>
    public required bool Inference { get; init; }

    /// <summary>Whether the numbers are all that is looked at, since other examples are like it.</summary>
    public required bool NumbersOnly { get; init; }

    /// <summary>For each input a mask of whether its elements count, or null.</summary>
    public required LayerInput?[] Masks { get; init; }

    /// <summary>The weights in Keras's order.</summary>
    public required IReadOnlyList<(string Name, long[] Shape, double[] Numbers)> Weights { get; init; }

    public required LayerInput[] Outputs { get; init; }

    /// <summary>What the outputs are multiplied by before they are summed up and differentiated; null where they are not.</summary>
    public required double[][]? Cotangents { get; init; }

    /// <summary>For each input its gradient; null where it has none.</summary>
    public required double[]?[] InputGradients { get; init; }

    /// <summary>The gradients of trainable weights, by name.</summary>
    public required IReadOnlyDictionary<string, double[]> WeightGradients { get; init; }

    /// <summary>The sum of the penalties that the layer adds to the loss.</summary>
    public required double Penalty { get; init; }

    /// <summary>What weights that are not trained become, by name.</summary>
    public required IReadOnlyDictionary<string, double[]> Updates { get; init; }

    public static LayerReferenceCase Read(JsonElement json)
    {
        var config = JsonNode.Parse(json.GetProperty("layer").GetRawText())!.AsObject();
        var example = new LayerExample(
            () => Layer.Deserialize(config.DeepClone().AsObject()),
            [.. json.GetProperty("inputs").EnumerateArray().Select(Tensor)]
        );
        return new LayerReferenceCase
        {
            ClassName = (string)config["class_name"]!,
            Example = example with
            {
                TrainsAllWeights = Flag(json, "trains_all_weights", true),
                Arguments = json.TryGetProperty("arguments", out var arguments)
                    ? JsonNode.Parse(arguments.GetRawText())!.AsObject()
                    : null,
                Again = json.TryGetProperty("again", out var again)
                    ? [.. again.EnumerateArray().Select(i => i.GetInt32())]
                    : null,
                NotExported = json.TryGetProperty("not_exported", out var why) ? why.GetString() : null,
            },
            Training = Flag(json, "training", false),
            Inference = Flag(json, "inference", false),
            NumbersOnly = Flag(json, "numbers_only", false),
            Masks = json.TryGetProperty("masks", out var masks)
                ? [.. masks.EnumerateArray().Select(m => m.ValueKind == JsonValueKind.Null ? null : Tensor(m))]
                : new LayerInput?[example.Inputs.Length],
            Weights =
            [
                .. json.GetProperty("weights")
                    .EnumerateArray()
                    .Select(w =>
                        (
                            w.GetProperty("name").GetString()!,
                            Longs(w.GetProperty("shape")),
                            Numbers(w.GetProperty("values"))
                        )
                    ),
            ],
            Outputs = [.. json.GetProperty("outputs").EnumerateArray().Select(Tensor)],
            Cotangents =
                json.TryGetProperty("cotangents", out var c) && c.ValueKind == JsonValueKind.Array
                    ? [.. c.EnumerateArray().Select(Numbers)]
                    : null,
            InputGradients = json.TryGetProperty("input_gradients", out var g)
                ? [.. g.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? null : Numbers(e))]
                : [],
            WeightGradients = ByName(json, "weight_gradients"),
            Penalty = json.TryGetProperty("penalty", out var p) ? p.GetDouble() : 0,
            Updates = ByName(json, "updates"),
        };
    }

    private static bool Flag(JsonElement json, string name, bool otherwise) =>
        json.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    private static LayerInput Tensor(JsonElement json) =>
        new(
            Enum.Parse<ElementType>(json.GetProperty("type").GetString()!, ignoreCase: true),
            Longs(json.GetProperty("shape")),
            Numbers(json.GetProperty("values"))
        );

    private static Dictionary<string, double[]> ByName(JsonElement json, string name) =>
        json.TryGetProperty(name, out var map)
            ? map.EnumerateObject().ToDictionary(p => p.Name, p => Numbers(p.Value))
            : [];

    private static long[] Longs(JsonElement json) => [.. json.EnumerateArray().Select(e => e.GetInt64())];

    private static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(e => e.GetDouble())];
}
