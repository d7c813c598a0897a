using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Models.Functional;

/// <summary>A functional model of the configuration that Keras, or <see cref="FunctionalWriter"/>, wrote.</summary>
internal sealed class FunctionalReader
{
    private readonly string _model;
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byName = [];

    private FunctionalReader(string model) => _model = model;

    /// <summary>The model of a configuration.</summary>
    /// <exception cref="ArgumentException">Something is missing, or does not fit together.</exception>
    public static Model Read(JsonObject config, string name)
    {
        var reader = new FunctionalReader(name);
        if (config["layers"] is not JsonArray layers)
            throw reader.Missing("layers", "a list of layers");
        foreach (var json in layers)
            reader.AddEntry(json);
        reader.Connect();
        return new Model(
            reader.Tensors(config["input_layers"], "input_layers"),
            reader.Tensors(config["output_layers"], "output_layers"),
            name
        );
    }

    private void AddEntry(JsonNode? node)
    {
        if (node is not JsonObject json)
            throw new ArgumentException(
                $"{Excerpt.Of(node)} came among the layers of the model '{_model}'; {{\"class_name\": …, \"config\": …, \"inbound_nodes\": …}} was expected. Mend it."
            );
        string name =
            (json["name"] ?? json["config"]?["name"]) is JsonValue value && value.TryGetValue(out string? text)
                ? text
                : throw new ArgumentException(
                    $"A layer without 'name' came in the configuration of the model '{_model}': {Excerpt.Of(json)}; every layer has one there. Add it."
                );
        if (json["inbound_nodes"] is not JsonArray inbound)
            throw Missing("inbound_nodes", "a list of calls", $" of the layer '{name}'");
        bool isOperation = ((string?)json["module"])?.StartsWith("keras.src.ops", StringComparison.Ordinal) ?? false;
        var nodes = inbound.Select(n => InboundNode.Read(n, $"'{name}' in the model '{_model}'")).ToArray();
        var entry = new Entry(
            name,
            nodes,
            isOperation ? null : Layer.Deserialize(json),
            isOperation ? KerasOperations.Get((string?)json["class_name"] ?? "", name) : null,
            json["config"] as JsonObject ?? []
        );
        if (!_byName.TryAdd(name, entry))
            throw new ArgumentException(
                $"Two layers named '{name}' came in the configuration of the model '{_model}'; names are unique in a model. Give one of them another name, also where it is read."
            );
        _entries.Add(entry);
        if (entry.Layer is Input input)
            entry.Outputs.Add(input.ToSymbolicTensor());
    }

    /// <summary>Calls the layers, each call as soon as what it reads is there; layers may stand in any order.</summary>
    private void Connect()
    {
        foreach (var entry in _entries)
        foreach (var reference in entry.Nodes.SelectMany(n => n.Arguments).OfType<InboundNode.Reference>())
            CheckReference(reference, $"'{entry.Name}' reads it");
        for (bool moves = true; moves; )
        {
            moves = false;
            foreach (var entry in _entries)
            {
                while (entry.Next is { } node && node.Arguments.All(IsThere))
                {
                    entry.Outputs.Add(Call(entry, node));
                    moves = true;
                }
            }
        }
        string[] left = [.. _entries.Where(e => e.Next is not null).Select(e => $"'{e.Name}'")];
        if (left.Length > 0)
            throw new ArgumentException(
                $"Calls of {string.Join(", ", left)} in the configuration of the model '{_model}' wait for each other: they go in a circle; each layer must follow from inputs alone. Mend their inbound_nodes."
            );
    }

    private SymbolicTensorList Call(Entry entry, InboundNode node)
    {
        if (entry.Layer is not null)
        {
            if (node.Arguments.Any(a => a is double))
                throw new ArgumentException(
                    $"A call of the layer '{entry.Name}' in the model '{_model}' came with a number; layers are called on tensors. Take it out of inbound_nodes."
                );
            node.CheckKeywords(entry.Layer);
            return entry.Layer.Apply(new SymbolicTensorList([.. node.Arguments.Select(Tensor)]), node.CallArguments);
        }
        node.CheckKeywords(null);
        var operation = entry.Operation!;
        int wanted = operation.Count < 0 ? node.Arguments.Count : operation.Count;
        if (node.Arguments.Count != wanted || !node.Arguments.Any(a => a is InboundNode.Reference))
            throw new ArgumentException(
                $"{node.Arguments.Count} arguments came for the operation '{entry.Name}' ({operation.ClassName}) in the model '{_model}'; {wanted} were expected, one of them a tensor. Mend its inbound_nodes."
            );
        var like = Tensor(node.Arguments.First(a => a is InboundNode.Reference));
        try
        {
            var made = operation.Make(
                [.. node.Arguments.Select(a => a is double number ? Ops.Constant(number, like) : Tensor(a))],
                entry.Config
            );
            // Outputs are called as the operation that gives them.
            if (made.Value.Producer is { Name: null } producer and not LayerCall)
                producer.Name = entry.Name;
            return made;
        }
        catch (GraphException error)
        {
            throw new ArgumentException(
                $"The operation '{entry.Name}' in the model '{_model}' does not take what its inbound_nodes give it: {error.Message}",
                error
            );
        }
    }

    private bool IsThere(object argument) =>
        argument is not InboundNode.Reference reference || _byName[reference.Layer].Outputs.Count > reference.Call;

    private SymbolicTensor Tensor(object argument)
    {
        var (layer, call, output) = (InboundNode.Reference)argument;
        var outputs = _byName[layer].Outputs[call];
        return output < outputs.Count
            ? outputs[output]
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"The output {output} of the layer '{layer}' is read in the model '{_model}'; it gives {outputs.Count}. Mend the number, counted from 0."
                )
            );
    }

    private void CheckReference(InboundNode.Reference reference, string reader)
    {
        if (!_byName.TryGetValue(reference.Layer, out var entry))
            throw new ArgumentException(
                $"The layer '{reference.Layer}' is not in the configuration of the model '{_model}', but {reader}; there are {string.Join(", ", _byName.Keys.Select(k => $"'{k}'"))}. Add it, or mend the name."
            );
        int calls = entry.Layer is Input ? 1 : entry.Nodes.Count;
        if (reference.Call >= calls)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The call {reference.Call} of the layer '{reference.Layer}' is asked for in the model '{_model}' ({reader}); the layer is called {calls} times there. Mend the number, counted from 0."
                )
            );
    }

    /// <summary>The tensors of a structure: one, a list, or a dictionary, whose keys Keras takes in their order.</summary>
    private SymbolicTensorList Tensors(JsonNode? json, string key)
    {
        if (json is null)
            throw Missing(key, "[\"name\", 0, 0] or a list of such");
        var found = new List<SymbolicTensor>();
        Collect(json);
        return new SymbolicTensorList([.. found]);

        void Collect(JsonNode? node)
        {
            if (node is JsonArray { Count: 3 } leaf && leaf[0] is JsonValue)
            {
                var reference = InboundNode.ReadReference(leaf, $"the model '{_model}' ({key})");
                // Keras counts a functional model's own outputs as its first call here.
                if (_byName.GetValueOrDefault(reference.Layer)?.Layer is Model { IsFunctional: true })
                    reference = reference with { Call = Math.Max(0, reference.Call - 1) };
                CheckReference(reference, $"{key} names it");
                found.Add(Tensor(reference));
            }
            else if (node is JsonArray list)
            {
                foreach (var item in list)
                    Collect(item);
            }
            else if (node is JsonObject named)
            {
                foreach (var (_, item) in named.OrderBy(i => i.Key, StringComparer.Ordinal))
                    Collect(item);
            }
            else
            {
                throw new ArgumentException(
                    $"{Excerpt.Of(node)} came in {key} of the model '{_model}'; [\"name\", 0, 0] or a list of such was expected. Mend it."
                );
            }
        }
    }

    private ArgumentException Missing(string key, string expected, string of = "") =>
        new($"The configuration of the model '{_model}' came without '{key}'{of}; {expected} was expected. Add it.");

    /// <summary>A layer or an operation, the calls that are to be made of it, and what those made so far gave.</summary>
    private sealed record Entry(
        string Name,
        IReadOnlyList<InboundNode> Nodes,
        Layer? Layer,
        KerasOperation? Operation,
        JsonObject Config
    )
    {
        public List<SymbolicTensorList> Outputs { get; } = [];

        public InboundNode? Next => Layer is not Input && Outputs.Count < Nodes.Count ? Nodes[Outputs.Count] : null;
    }
}
