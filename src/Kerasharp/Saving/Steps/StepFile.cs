using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Training;

namespace Kerasharp.Saving.Steps;

/// <summary>Turns a model's training step, or its inference, into a graph of standard operators whose states are inputs and outputs.</summary>
internal static class StepFile
{
    private const string RandomPrefix = "random/draw";

    /// <summary>A graph, its description, and the states that it takes.</summary>
    public sealed record Parts(Graph Graph, JsonObject Description, IReadOnlyList<StepState> States);

    /// <summary>The training step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trainer">What it was compiled with.</param>
    /// <param name="types">The types of a batch.</param>
    /// <param name="rows">How many examples make a batch; null to leave it open.</param>
    /// <param name="metrics">Whether metrics are gathered.</param>
    /// <exception cref="GraphException">The step has no such form.</exception>
    public static Parts Step(Model model, Trainer trainer, BatchTypes types, int? rows, bool metrics)
    {
        var step = trainer.StepToSave(types, rows);
        var ports = new StepPorts(step);
        AddInputs(ports, model, types.Inputs.Count);
        foreach (var output in types.Outputs)
        {
            string name = model.OutputNames[output.Index];
            ports.AddData(Lowering.TargetName(output.Index), $"targets/{name}", "target", name);
            if (output.Weight is not null)
                ports.AddData(Lowering.SampleWeightName(output.Index), $"sample_weights/{name}", "sample_weight", name);
        }
        foreach (var state in StepState.Of(model, trainer))
            if (metrics || state.Role != "metric")
                ports.AddState(state);

        var loss = ports.Copy([step.Graph.FindOutput(Trainer.LossOutput)!.Value])[0];
        ports.AddResult("loss", "loss", Op.Cast(loss, ElementType.Float32));
        var next = ports.AddUpdates();
        foreach (var (label, metric) in metrics ? trainer.Shown : [])
            if (metric.ResultIn(next) is { } result)
                ports.AddResult(StepState.MetricPrefix + label, "metric", Op.Cast(result.Value, ElementType.Float32));

        var draws = Finish(ports);
        string rate = $"optimizer/{trainer.Optimizer.Name}/learning_rate";
        bool hasRate = ports.States.Any(s => s.Name == rate);
        return new Parts(ports.Graph, StepDescription.Of(ports, draws, hasRate ? rate : null), ports.States);
    }

    /// <summary>What predicts with the weights as inputs, under the names that the step has for them.</summary>
    public static Parts Prediction(Model model, BatchTypes types)
    {
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
        };
        var outputs = Lowering.Call(model, context, types.Inputs);
        step.DropUpdates();
        var ports = new StepPorts(step);
        AddInputs(ports, model, types.Inputs.Count);
        foreach (var state in StepState.Of(model))
            ports.AddState(state);
        var values = ports.Copy([.. outputs.Select(o => o.Value)]);
        for (int i = 0; i < values.Length; i++)
            ports.AddResult(
                $"outputs/{model.OutputNames[i]}",
                "output",
                values[i].ElementType is ElementType.Float16 or ElementType.BFloat16
                    ? Op.Cast(values[i], ElementType.Float32)
                    : values[i]
            );
        ports.AddUpdates();
        Finish(ports);
        return new Parts(ports.Graph, StepDescription.Of(ports, [], null), ports.States);
    }

    private static void AddInputs(StepPorts ports, Model model, int count)
    {
        for (int i = 0; i < count; i++)
            ports.AddData(Lowering.InputName(i), $"inputs/{model.Inputs[i].Name}", "input", model.Inputs[i].Name);
    }

    /// <summary>The passes that leave standard operators alone, and make inputs of random numbers.</summary>
    private static IReadOnlyList<HostRandom.Draw> Finish(StepPorts ports)
    {
        var graph = ports.Graph;
        // Noise takes its shape first; whatever has a kernel here becomes its twin.
        Decompose.Run(graph, node => node.Op == "RandomUniform");
        ScanTrim.Run(graph);
        ScanHoist.Run(graph);
        ReluCaps.Run(graph);
        Simplify.Run(graph);
        AxisOrder.Run(graph, drops: false);
        Simplify.Run(graph);
        CommonSubexpressions.Run(graph);
        var draws = HostRandom.Run(graph, RandomPrefix, open: true);
        var twice = draws.GroupBy(d => (d.State, d.Site, d.Seed)).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new GraphException(
                $"The random numbers of one place came as {string.Join(" and ", twice.Select(d => d.Shape))}; one shape was expected, so that who fills them fills both alike."
            );
        Simplify.Run(graph);
        RequireStandard(graph);
        ports.DropUnread();
        return draws;
    }

    private static void RequireStandard(Graph graph)
    {
        foreach (var node in graph.Sort())
        {
            if (node.Domain.Length > 0)
                throw new GraphException(
                    $"{node} is an operator of '{node.Domain}'; one of ONNX's own was expected in a training step that is to run anywhere. Write the layer in other operators."
                );
            foreach (var body in node.Subgraphs())
                RequireStandard(body);
        }
    }
}
