using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Plot;

/// <summary>Makes the graph of a picture of a model. A model that does not consist of known calls of layers is one box.</summary>
internal sealed class PlotGraphBuilder(PlotOptions options)
{
    private int _count;

    // Whether all models around what is being added are trained: what is in a frozen model is frozen.
    private bool _trained = true;

    /// <summary>The graph of a whole picture.</summary>
    /// <exception cref="ArgumentException">The model's input is not known yet.</exception>
    public static PlotGraph Of(Model model, PlotOptions options)
    {
        bool known =
            model is Sequential
                ? model.Layers.Count > 0 && (model.InputType is not null || model.IsBuilt)
                : model.IsBuilt || model is OnnxModel;
        if (!known)
            throw new ArgumentException(
                $"The model '{model.Name}' was to be drawn, which is not built: what its layers take and give is not known. Begin it with an Input, or call Fit or Predict first.",
                nameof(model)
            );
        var builder = new PlotGraphBuilder(options);
        TensorType[] inputs = [.. model.Inputs.Select(i => new TensorType(i.ElementType, i.Shape))];
        var given = inputs.Length > 0 ? inputs : model.CalledWith;
        if (Expands(model))
            return builder.Graph(model, given);
        var graph = new PlotGraph(builder.NextId(), model.Name);
        graph.Add(builder.Box(model, given, model.OutputTypes));
        return graph;
    }

    private static bool Expands(Layer layer) =>
        layer is Model { Topology: not null } or Sequential { Layers.Count: > 0 };

    private PlotGraph Graph(Model model, IReadOnlyList<TensorType>? given)
    {
        var graph = new PlotGraph(NextId(), model.Name);
        bool outside = _trained;
        _trained &= model.Trainable;
        if (model.Topology is { } topology)
            AddFunctional(graph, topology);
        else
            AddSequential(graph, model, given);
        _trained = outside;
        return graph;
    }

    private void AddSequential(PlotGraph graph, Model model, IReadOnlyList<TensorType>? given)
    {
        for (int i = 0; i < model.Layers.Count; i++)
        {
            var node = Node(model.Layers[i], given, model.TypesOf(i));
            if (i > 0)
                graph.Connect(graph.Nodes[i - 1], 0, node, 0);
            graph.Add(node);
            given = model.TypesOf(i);
        }
        graph.Takers.Add(graph.Nodes[0]);
        graph.Givers.Add((graph.Nodes[^1], 0));
    }

    private void AddFunctional(PlotGraph graph, Topology topology)
    {
        var nodes = new Dictionary<TopologyEntry, PlotNode>(ReferenceEqualityComparer.Instance);
        foreach (var entry in topology.Entries)
        {
            var inputs = entry.Calls is [var first, ..]
                ? TopologyEntry.InputsOf(first).Select(v => v.Type).ToArray()
                : [];
            TensorType[] outputs = [.. entry.FirstOutputs.Select(v => v.Type)];
            nodes[entry] = entry.Layer is { } layer
                ? Node(layer, inputs, outputs)
                : new PlotBox(NextId(), BoxLabels.Of(options, entry.Name, entry.TypeName, inputs, outputs));
            graph.Add(nodes[entry]);
        }
        foreach (var entry in topology.Entries)
        foreach (var call in entry.Calls)
        foreach (var (i, input) in TopologyEntry.InputsOf(call).Index())
            graph.Connect(nodes[topology.Giver(input)], input.Index, nodes[entry], i);
        graph.Takers.AddRange(topology.InputValues.Select(v => nodes[topology.Giver(v)]));
        graph.Givers.AddRange(topology.OutputValues.Select(v => (nodes[topology.Giver(v)], v.Index)));
    }

    private PlotNode Node(Layer layer, IReadOnlyList<TensorType>? inputs, IReadOnlyList<TensorType>? outputs) =>
        options.ExpandNested && Expands(layer) ? Graph((Model)layer, inputs) : Box(layer, inputs, outputs);

    private PlotBox Box(Layer layer, IReadOnlyList<TensorType>? inputs, IReadOnlyList<TensorType>? outputs) =>
        new(NextId(), BoxLabels.Of(options, layer, _trained, inputs, outputs));

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"n{_count++}");
}
