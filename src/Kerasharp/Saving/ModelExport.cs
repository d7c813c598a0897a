using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Training;

namespace Kerasharp.Saving;

/// <summary>Turns a model into the graph that is deployed: inference, standard operators, weights as constants.</summary>
internal static class ModelExport
{
    public static Graph ToGraph(
        Model model,
        IReadOnlyList<string>? inputNames = null,
        IReadOnlyList<string>? outputNames = null
    )
    {
        model.EnsureWeights();
        if (!model.IsBuilt)
            throw new InvalidOperationException(
                $"The model '{model.Name}' was to be exported before its inputs are known. Put an Input first, or fit it."
            );
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
            MergesAdapters = true,
        };
        var types = model.Inputs.Select(i => new TensorType(i.ElementType, i.Shape)).ToArray();
        var outputs = Lowering.Call(model, context, types);
        step.DropUpdates();

        var graph = new Graph(model.Name);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < types.Length; i++)
            map[step.Graph.FindInput(Lowering.InputName(i))!] = graph.AddInput(
                inputNames?[i] ?? model.Inputs[i].Name,
                types[i].ElementType,
                types[i].Shape
            );
        var adapted = model.Weights.Where(w => w.Adapter is not null).ToDictionary(w => w.State);
        // What stateful layers carry from run to run goes in and comes out.
        foreach (var state in step.Updates.Keys)
            map[step.Graph.FindInput(step.Inputs[state])!] = graph.AddInput(
                step.Inputs[state],
                state.Type,
                Shape.Of(state.Dims)
            );
        foreach (var (state, input) in step.Inputs.Where(i => !step.Updates.ContainsKey(i.Key)))
            map[step.Graph.FindInput(input)!] = graph.NamedConstant(
                input,
                new ConstantTensor(
                    state.Type,
                    state.Dims,
                    adapted.TryGetValue(state, out var weight) ? weight.ReadMergedStored() : state.ReadBytes()
                )
            );
        var carried = step.Updates.Values.ToArray();
        var values = GraphCopy.Into(
            [.. outputs.Select(o => o.Value), .. carried.Select(name => step.Graph.FindOutput(name)!.Value)],
            graph,
            map
        );
        for (int i = 0; i < values.Length; i++)
            graph.AddOutput(
                i >= outputs.Count ? carried[i - outputs.Count] : outputNames?[i] ?? model.OutputNames[i],
                values[i]
            );

        Decompose.Run(graph, _ => false);
        ReluCaps.Run(graph);
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        FlattenOrder.Run(graph);
        RecurrentConstants.Run(graph);
        CommonSubexpressions.Run(graph);
        return graph;
    }
}
