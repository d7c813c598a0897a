using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Tests.Metrics;

/// <summary>Runs a metric over batches, each a step of its own that reads the variables and writes them back.</summary>
internal static class MetricRunner
{
    /// <summary>Adds a batch to a metric.</summary>
    public static void Update(
        Metric metric,
        ConstantTensor yTrue,
        ConstantTensor yPred,
        ConstantTensor? sampleWeight = null,
        ConstantTensor? mask = null
    ) =>
        Step(
            (context, inputs) =>
            {
                if (mask is not null)
                    context.SetMask(inputs["yPred"], inputs["mask"]);
                metric.UpdateState(context, inputs["yTrue"], inputs["yPred"], inputs.GetValueOrDefault("weight"));
            },
            new()
            {
                ["yTrue"] = yTrue,
                ["yPred"] = yPred,
                ["weight"] = sampleWeight,
                ["mask"] = mask,
            }
        );

    /// <summary>Runs a step whose inputs have a symbolic batch.</summary>
    public static void Step(
        Action<CallContext, Dictionary<string, SymbolicTensor>> write,
        Dictionary<string, ConstantTensor?> inputs
    )
    {
        var step = new StepGraph("metric");
        var context = new CallContext(step, training: false, ElementType.Float32, null);
        var given = inputs.Where(i => i.Value is not null).ToDictionary(i => i.Key, i => i.Value!);
        var tensors = given.ToDictionary(
            i => i.Key,
            i => new SymbolicTensor(
                step.Graph.AddInput(
                    i.Key,
                    i.Value.Type,
                    i.Value.Shape.Rank == 0 ? i.Value.Shape : i.Value.Shape.With(0, Dim.Batch)
                )
            )
        );
        write(context, tensors);
        foreach (var (state, name) in step.Inputs)
            given.Add(name, new ConstantTensor(state.Type, state.Dims, state.ReadBytes()));
        var results = GraphRunner.Run(step.Graph, given);
        foreach (var (state, name) in step.Updates)
            state.Write<double>(results[name]);
    }
}
