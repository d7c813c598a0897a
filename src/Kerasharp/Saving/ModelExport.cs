using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Training;

namespace Kerasharp.Saving;

/// <summary>Turns a model into the graph that is deployed: inference, standard operators, weights as constants.</summary>
internal static class ModelExport
{
    public static Graph ToGraph(
        Model model,
        IReadOnlyList<string>? inputNames = null,
        IReadOnlyList<string>? outputNames = null,
        ElementType? dtype = null,
        bool keepIoTypes = true
    )
    {
        model.EnsureWeights();
        if (!model.IsBuilt)
            throw new InvalidOperationException(
                $"The model '{model.Name}' was to be exported before its inputs are known. Put an Input first, or fit it."
            );
        var graph = ForInference(
            model,
            [.. model.Inputs.Select(i => new TensorType(i.ElementType, i.Shape))],
            inputNames ?? [.. model.Inputs.Select(i => i.Name)],
            outputNames ?? model.OutputNames
        );
        return Retyped(graph, model, dtype, keepIoTypes);
    }

    /// <summary>The graph for inputs of given types, all in the types in which the model computes.</summary>
    public static Graph ForInference(
        Model model,
        IReadOnlyList<TensorType> types,
        IReadOnlyList<string> inputNames,
        IReadOnlyList<string> outputNames
    )
    {
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
            MergesAdapters = true,
        };
        var outputs = Lowering.Call(model, context, types);
        step.DropUpdates();

        var graph = new Graph(model.Name);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < types.Count; i++)
            map[step.Graph.FindInput(Lowering.InputName(i))!] = graph.AddInput(
                inputNames[i],
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
            graph.AddOutput(i >= outputs.Count ? carried[i - outputs.Count] : outputNames[i], values[i]);

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

    /// <summary>The graph in the types that files can have; weights that are only read in 16 bits lie in the file as such.</summary>
    private static Graph Retyped(Graph graph, Model model, ElementType? dtype, bool keepIoTypes)
    {
        bool isDouble = model.Weights.Any(w => w.ElementType == ElementType.Float64);
        if (keepIoTypes)
            foreach (var output in graph.Outputs)
                if (
                    WidenElements.IsNarrow(output.Value.ElementType)
                    || (isDouble && dtype is not null && output.Value.ElementType == ElementType.Float64)
                )
                    output.Value = Op.Cast(output.Value, ElementType.Float32);
        FoldCasts(graph);
        if (dtype is null && !WidenElements.HasNarrow(graph))
            return graph;
        var retyped = RetypeElements.Run(graph, Typed, keepIoTypes);
        Simplify.Run(retyped);
        CommonSubexpressions.Run(retyped);
        return retyped;

        // Up to opset 21 most operators are not defined for bfloat16; and what doubles serve in other models is meant to be precise.
        ElementType Typed(ElementType type) =>
            type == ElementType.Float64 && !isDouble
                ? type
                : dtype ?? (type == ElementType.BFloat16 ? ElementType.Float32 : type);
    }

    private static void FoldCasts(Graph graph)
    {
        Rewriter.EachBody(graph, FoldCasts);
        Rewriter.Run(
            graph,
            node =>
                node is { Domain: "", Op: "Cast" }
                && node.Input(0).Constant is { } constant
                && constant.Type.IsFloat()
                && WidenElements.IsNarrow(node.Output.ElementType)
                    ? [Folded(node, WidenElements.Converted(constant, node.Output.ElementType))]
                    : null
        );
    }

    private static Value Folded(Node cast, ConstantTensor constant) =>
        cast.Input(0).Name is { } name ? cast.Graph.NamedConstant(name, constant) : cast.Graph.Constant(constant);
}
