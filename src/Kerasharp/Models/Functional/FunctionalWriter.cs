using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Models.Functional;

/// <summary>A functional model as Keras writes it: its layers and operations, and of which tensors each was called.</summary>
internal sealed class FunctionalWriter
{
    // Keras's classes that take several tensors one by one; others take one list.
    private static readonly string[] TakeApart = ["MultiHeadAttention", "GroupQueryAttention"];

    private readonly string _model;
    private readonly Topology _topology;
    private readonly Dictionary<Node, int> _places = [];

    // Names of the inputs that stand for tensors within another model.
    private readonly Dictionary<Value, string> _cuts = new(ReferenceEqualityComparer.Instance);

    private FunctionalWriter(Topology topology, string model)
    {
        _model = model;
        _topology = topology;
        foreach (var entry in topology.Entries)
            for (int place = 0; place < entry.Calls.Count; place++)
                _places.Add(entry.Calls[place], place);
    }

    /// <summary>The configuration of a model.</summary>
    /// <exception cref="NotSupportedException">A layer or an operator has none.</exception>
    public static JsonObject Write(Topology topology, string name, bool trainable) =>
        new FunctionalWriter(topology, name).Write(trainable);

    private JsonObject Write(bool trainable)
    {
        var layers = new JsonArray();
        foreach (var cut in Cuts())
            layers.Add((JsonNode)cut);
        foreach (var entry in _topology.Entries.Where(e => e.Begin is null))
        {
            var json = entry.Layer is { } layer ? layer.Serialize() : Serialize(entry.Calls[0], entry.Name);
            json["name"] = entry.Name;
            json["inbound_nodes"] = new JsonArray([
                .. entry.Calls.Where(n => n.Inputs.Count > 0).Select(n => (JsonNode?)Inbound(n)),
            ]);
            layers.Add((JsonNode)json);
        }
        return new JsonObject
        {
            ["name"] = _model,
            ["trainable"] = trainable,
            ["layers"] = layers,
            ["input_layers"] = Structure(_topology.InputTensors),
            ["output_layers"] = Structure(_topology.OutputTensors),
        };
    }

    /// <summary>As Keras does, a model that begins within another one gets Inputs there.</summary>
    private List<JsonObject> Cuts()
    {
        var written = new List<JsonObject>();
        var taken = _topology.Entries.Where(e => e.Begin is null).Select(e => e.Name).ToHashSet();
        for (int i = 0; i < _topology.Inputs.Count; i++)
        {
            var value = _topology.InputTensors[i].Value;
            if (value.Producer is LayerCall { Layer: Input })
                continue;
            var spec = _topology.Inputs[i];
            string name = spec.Name;
            while (!taken.Add(name))
                name += "_input";
            _cuts.Add(value, name);
            var json = Topology.InputLike(spec, name).Serialize();
            json["name"] = name;
            json["inbound_nodes"] = new JsonArray();
            written.Add(json);
        }
        return written;
    }

    private JsonObject Serialize(Node node, string name)
    {
        var operation = KerasOperations.Find(node);
        if (operation?.Arguments(node) is not { } arguments)
            throw new NotSupportedException(
                $"The operator {node.Op} stands between layers of the model '{_model}' in a form that Keras has no operation for, so it cannot be written; layers and common operations can. Put it into a Lambda or a layer of one's own."
            );
        var config = new JsonObject { ["name"] = name };
        foreach (var (key, value) in arguments.ToArray())
            config[key] = value?.DeepClone();
        return new JsonObject
        {
            ["module"] = operation.Module,
            ["class_name"] = operation.ClassName,
            ["config"] = config,
            ["registered_name"] = operation.ClassName,
        };
    }

    private JsonObject Inbound(Node node)
    {
        var operation = node is LayerCall ? null : KerasOperations.Find(node);
        // What goes into the configuration is no argument.
        var inputs = operation is { Count: > 0 } ? node.Inputs.Take(operation.Count) : node.Inputs;
        var arguments = (node as LayerCall)?.Arguments;
        // What is given by name stands there alone.
        var named = CallArgument.Places(arguments).ToHashSet();
        JsonNode?[] tensors = [.. inputs.Where((_, i) => !named.Contains(i)).Select(v => Argument(v!, node))];
        bool listed = operation is null
            ? tensors.Length > 1 && !TakeApart.Contains(((LayerCall)node).Layer.TypeName)
            : operation.Count < 0;
        var args = new JsonArray(tensors);
        return new JsonObject
        {
            ["args"] = listed ? new JsonArray(args) : args,
            ["kwargs"] = new JsonObject([
                .. (arguments ?? []).Select(a =>
                    KeyValuePair.Create(a.Key, CallArgument.With(a.Value, i => Argument(node.Inputs[i]!, node)))
                ),
            ]),
        };
    }

    private JsonNode? Argument(Value value, Node node)
    {
        if (!value.IsConstant)
            return new JsonObject
            {
                ["class_name"] = "__keras_tensor__",
                ["config"] = new JsonObject
                {
                    ["shape"] = Layer.ShapeJson(value.Shape),
                    ["dtype"] = ElementTypeNames.Write(value.ElementType),
                    ["keras_history"] = History(value),
                },
            };
        return KerasOperations.Scalar(value)
            ?? throw new NotSupportedException(
                $"The operator {node.Op} between layers of the model '{_model}' reads a constant of shape {value.Shape}, which cannot be written; single numbers can. Keep it as a weight of a layer."
            );
    }

    private JsonArray History(Value value) =>
        _cuts.TryGetValue(value, out string? cut)
            ? new JsonArray(cut, 0, 0)
            : new JsonArray(_topology.NameOf(value), _places[value.Producer!], value.Index);

    private JsonArray Structure(SymbolicTensorList tensors)
    {
        var all = tensors.Select(t => Leaf(t.Value)).ToArray();
        return all.Length == 1 ? all[0] : new JsonArray(all);
    }

    private JsonArray Leaf(Value value)
    {
        var history = History(value);
        // Keras counts a functional model's own outputs as its first call here, but not among the arguments.
        if (value.Producer is LayerCall { Layer: Model { IsFunctional: true } } && !_cuts.ContainsKey(value))
            history[1] = history[1]!.GetValue<int>() + 1;
        return history;
    }
}
