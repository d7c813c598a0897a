using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Models.Functional;

/// <summary>A call of a layer or an operation as a configuration says it: of which tensors and numbers.</summary>
internal sealed class InboundNode
{
    // In the order in which layers here take them.
    private static readonly string[] TensorKeywords =
    [
        "inputs",
        "input",
        "x",
        "sequence",
        "sequences",
        "query",
        "value",
        "key",
    ];

    private readonly string _owner;
    private readonly List<object> _arguments = [];

    private InboundNode(string owner) => _owner = owner;

    /// <summary>What the layer is called on: tensors (<see cref="Reference"/>) and numbers (double).</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>What Keras calls call arguments; null where there are none.</summary>
    public JsonObject? CallArguments { get; private set; }

    /// <summary>A tensor by the layer that gives it.</summary>
    /// <param name="Layer">The layer's name.</param>
    /// <param name="Call">Which of its calls gives it.</param>
    /// <param name="Output">Which output of that call it is.</param>
    public sealed record Reference(string Layer, int Call, int Output);

    /// <summary>Reads one entry of <c>inbound_nodes</c>.</summary>
    /// <exception cref="ArgumentException">It is of another form.</exception>
    public static InboundNode Read(JsonNode? json, string owner)
    {
        var node = new InboundNode(owner);
        if (json is JsonArray old)
        {
            // As Keras 2 writes it: [["dense", 0, 0, {}], ...].
            foreach (var item in old)
            {
                if (item is JsonArray { Count: 4 } parts && parts[3] is JsonObject keywords)
                    node.AddKeywords(keywords);
                node._arguments.Add(node.ReadReference(item));
            }
            return node;
        }
        if (json is not JsonObject form || form["args"] is not JsonArray args)
            throw node.Wrong(json, "{\"args\": […], \"kwargs\": {}}");
        node.Add(args);
        if (form["kwargs"] is JsonObject kwargs)
            node.AddKeywords(kwargs);
        return node;
    }

    /// <summary>Reads the name, call and output of a tensor.</summary>
    public static Reference ReadReference(JsonNode? json, string owner) => new InboundNode(owner).ReadReference(json);

    private void Add(JsonNode? json)
    {
        switch (json)
        {
            case JsonArray list:
                foreach (var item in list)
                    Add(item);
                break;
            case JsonObject tensor when IsTensor(tensor):
                _arguments.Add(ReadReference(tensor["config"]?["keras_history"]));
                break;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                _arguments.Add(ConfigurationValues.Double(value));
                break;
            default:
                throw Wrong(json, "tensors {\"class_name\": \"__keras_tensor__\", …} and numbers");
        }
    }

    /// <summary>Refuses keywords that a layer does not know.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public void CheckKeywords(Layer? layer)
    {
        var known = layer?.CallKeywords ?? [];
        foreach (var (key, value) in CallArguments?.ToArray() ?? [])
        {
            bool isMask = layer is not null && key == "mask" && CallArgument.Places(value) is not null;
            if (known.Contains(key) || isMask)
                continue;
            if (Says(value))
                throw new ArgumentException(
                    $"A call of '{_owner}' came with the keyword '{key}' of {Excerpt.Of(value)}, which it does not take here; known are {string.Join(", ", [.. TensorKeywords, .. known])}. Take it out of the model."
                );
            CallArguments!.Remove(key);
        }
    }

    private void AddKeywords(JsonObject keywords)
    {
        foreach (string key in TensorKeywords)
            if (keywords[key] is { } tensor)
                Add(tensor);
        foreach (var (key, value) in keywords)
        {
            if (value is not null && !TensorKeywords.Contains(key))
                (CallArguments ??= [])[key] = AddTensors(value);
        }
    }

    /// <summary>Whether a keyword's value asks for something; false asks for what a layer does by default, unless it knows the keyword.</summary>
    private static bool Says(JsonNode? value) =>
        value is not null && !(value is JsonValue v && v.TryGetValue(out bool flag) && !flag);

    /// <summary>Takes the tensors of a keyword to the others, and gives their places.</summary>
    private JsonNode AddTensors(JsonNode json)
    {
        if (IsTensor(json))
        {
            Add(json);
            return CallArgument.At(_arguments.Count - 1);
        }
        if (json is not JsonArray { Count: > 0 } list || !list.Any(IsTensor))
            return json.DeepClone();
        // None among several stands for one that is not given.
        var places = new int?[list.Count];
        for (int i = 0; i < places.Length; i++)
        {
            if (list[i] is null)
                continue;
            Add(list[i]);
            places[i] = _arguments.Count - 1;
        }
        return CallArgument.At(places);
    }

    private static bool IsTensor(JsonNode? json) =>
        json is JsonObject o && (string?)o["class_name"] == "__keras_tensor__";

    private Reference ReadReference(JsonNode? json)
    {
        if (
            json is JsonArray { Count: >= 3 } parts
            && parts[0] is JsonValue name
            && name.TryGetValue(out string? layer)
            && Index(parts[1]) is { } call
            && Index(parts[2]) is { } output
        )
            return new Reference(layer, call, output);
        throw Wrong(json, "a layer's name and two numbers, [\"dense\", 0, 0],");
    }

    private static int? Index(JsonNode? json) =>
        json is JsonValue value && value.TryGetValue(out int index) && index >= 0 ? index : null;

    private ArgumentException Wrong(JsonNode? json, string expected) =>
        new(
            $"JSON of {Excerpt.Of(json)} came where {_owner} is connected; {expected} was expected. Give what ToJson or Keras writes."
        );
}
