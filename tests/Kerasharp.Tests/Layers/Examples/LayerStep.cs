using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>A layer of any number of inputs and outputs, as a step that runs once: outputs, penalties, gradients.</summary>
internal sealed class LayerStep
{
    private readonly Layer _layer;
    private readonly LayerInput[] _inputs;
    private readonly LayerInput?[] _masks;
    private readonly LayerExample? _call;

    static LayerStep() => TypeCheck.Enabled = true;

    /// <param name="layer">A layer that the example made, or its twin.</param>
    /// <param name="example">What it is called on, and with which arguments.</param>
    /// <param name="masks">A mask for each input, or null.</param>
    public LayerStep(Layer layer, LayerExample example, LayerInput?[]? masks = null)
        : this(layer, example.Inputs, masks, example) { }

    public LayerStep(Layer layer, LayerInput[] inputs, LayerInput?[]? masks = null, LayerExample? call = null)
    {
        _call = call;
        _layer = layer;
        _inputs = inputs;
        _masks = masks ?? new LayerInput?[inputs.Length];
        var graph = Lower(training: false, out _).Graph;
        InferredShapes = [.. graph.Outputs.Where(o => o.Name[0] == 'y').Select(o => o.Value.Shape)];
        InferredTypes = [.. graph.Outputs.Where(o => o.Name[0] == 'y').Select(o => o.Value.ElementType)];
    }

    /// <summary>The outputs' shapes with a symbolic batch.</summary>
    public IReadOnlyList<Shape> InferredShapes { get; }

    public IReadOnlyList<ElementType> InferredTypes { get; }

    /// <summary>What a run gave.</summary>
    public sealed record Results(
        double[][] Outputs,
        long[][] OutputShapes,
        double Penalty,
        double[]?[] InputGradients,
        IReadOnlyDictionary<string, double[]> WeightGradients,
        Placement Placement
    );

    /// <summary>Runs the layer once, and the gradients of the sum of its outputs times the cotangents, if there are any.</summary>
    public Results Run(
        bool training,
        double[][]? cotangents = null,
        IReadOnlyDictionary<int, float[]>? inputs = null,
        Device? device = null
    )
    {
        var random = new State("random", ElementType.Int64, [2]);
        random.Write<long>([1, 0]);
        var step = Lower(training, out var losses, random);
        step.Bind(new Dictionary<string, long> { ["batch"] = _inputs.Length == 0 ? 1 : _inputs[0].Shape[0] });
        if (LowerRandom.Needed(step.Graph))
            LowerRandom.Run(step.Graph, step.Read(random), LowerRandom.FreeSite(step.Graph));
        AxisOrder.Run(step.Graph);
        var graph = step.Graph;
        int outputs = InferredShapes.Count;
        var weights = _layer.TrainableWeights.Where(w => step.Inputs.ContainsKey(w.State)).ToArray();
        if (cotangents is not null)
            AddGradients(step, cotangents, weights);
        step.DropReplaced();

        using var program = StepProgram.Compile(step, device ?? Device.Cpu);
        using var run = new StepRun(program);
        for (int i = 0; i < _inputs.Length; i++)
        {
            // Gradients of some layers do not depend on an input.
            if (program.Inputs.Any(p => p.Name == $"x{i}"))
                run.Input($"x{i}")
                    .CopyFrom(
                        inputs is not null && inputs.TryGetValue(i, out float[]? other)
                            ? ConstantTensor.Of<float>(other, _inputs[i].Shape).Bytes
                            : _inputs[i].Tensor.Bytes
                    );
            if (_masks[i] is { } mask && program.Inputs.Any(p => p.Name == $"mask{i}"))
                run.Input($"mask{i}").CopyFrom(mask.Tensor.Bytes);
        }
        run.Run();
        var names = program.Outputs.Select(o => o.Name).ToHashSet();
        return new Results(
            [.. Enumerable.Range(0, outputs).Select(i => Read(run.Output($"y{i}")))],
            [.. Enumerable.Range(0, outputs).Select(i => run.Output($"y{i}").Dims)],
            Enumerable.Range(0, losses).Sum(i => Read(run.Output($"penalty{i}"))[0]),
            [.. _inputs.Select((_, i) => names.Contains($"d/x{i}") ? Read(run.Output($"d/x{i}")) : null)],
            weights
                .Where(w => names.Contains($"d/{w.Path}"))
                .ToDictionary(w => w.Path, w => Read(run.Output($"d/{w.Path}"))),
            program.Placement
        );
    }

    private StepGraph Lower(bool training, out int losses, State? random = null)
    {
        var step = new StepGraph("test");
        var context = new CallContext(step, training, ElementType.Float32, training ? random : null);
        var tensors = new List<SymbolicTensor>();
        for (int i = 0; i < _inputs.Length; i++)
        {
            var shape = Shape
                .Of(_inputs[i].Shape)
                .With(0, _call?.IsBatchKnown == true ? _inputs[i].Shape[0] : Dim.Batch);
            var x = new SymbolicTensor(step.Graph.AddInput($"x{i}", _inputs[i].Type, shape));
            if (_masks[i] is { } mask)
                context.SetMask(
                    x,
                    new SymbolicTensor(
                        step.Graph.AddInput($"mask{i}", ElementType.Bool, Shape.Of(mask.Shape).With(0, Dim.Batch))
                    )
                );
            tensors.Add(x);
        }
        var called = _call?.Called(tensors) ?? [.. tensors];
        var outputs = _layer.Invoke(context, called, _call?.Arguments?.DeepClone().AsObject());
        // Unchanged inputs get a node, since a graph's output is computed.
        for (int i = 0; i < outputs.Count; i++)
            step.Graph.AddOutput(
                $"y{i}",
                tensors.Any(t => t.Value == outputs[i].Value) ? Op.Identity(outputs[i].Value) : outputs[i].Value
            );
        for (int i = 0; i < context.Losses.Count; i++)
            step.Graph.AddOutput($"penalty{i}", context.Losses[i].Value);
        losses = context.Losses.Count;
        return step;
    }

    private void AddGradients(StepGraph step, double[][] cotangents, Weight[] weights)
    {
        var graph = step.Graph;
        Value? loss = null;
        for (int i = 0; i < cotangents.Length; i++)
        {
            var y = graph.FindOutput($"y{i}")!.Value;
            var factors = graph.Constant(ConstantTensor.From(cotangents[i], Wide(y).ElementType, y.Shape.ToArray()));
            var term = Op.ReduceSum(Wide(y) * factors);
            loss = loss is null ? term : loss + term;
        }
        int[] inputs = [.. Enumerable.Range(0, _inputs.Length).Where(i => _inputs[i].Type.IsFloat())];
        var sources = inputs.Select(i => graph.FindInput($"x{i}")!).ToArray();
        var gradients = ReverseSweep.Gradients(loss!, sources);
        for (int i = 0; i < inputs.Length; i++)
            if (gradients[i] is { } gradient)
                graph.AddOutput($"d/x{inputs[i]}", Full(gradient, sources[i]));
        var slopes = step.Gradients(loss!, weights.Select(w => w.State).ToArray());
        for (int i = 0; i < weights.Length; i++)
            if (slopes[i] is { } gradient)
                graph.AddOutput(
                    $"d/{weights[i].Path}",
                    weights[i].ToLogical(Full(gradient, graph.FindInput(step.Inputs[weights[i].State])!))
                );
    }

    private static Value Full(Value gradient, Value of) =>
        Op.Identity(gradient.Shape.Equals(of.Shape) ? gradient : Op.ExpandLike(gradient, of));

    private static double[] Read(DeviceTensor tensor) =>
        tensor.ElementType switch
        {
            ElementType.Int64 => Array.ConvertAll(tensor.AsSpan<long>().ToArray(), n => (double)n),
            ElementType.Int32 => Array.ConvertAll(tensor.AsSpan<int>().ToArray(), n => (double)n),
            ElementType.UInt8 => Array.ConvertAll(tensor.AsSpan<byte>().ToArray(), n => (double)n),
            ElementType.Bool => Array.ConvertAll(tensor.AsSpan<bool>().ToArray(), n => n ? 1.0 : 0),
            var type => new ConstantTensor(type, tensor.Dims, tensor.Bytes.ToArray()).ToDoubles(),
        };

    private static Value Wide(Value x) => x.ElementType == ElementType.Float64 ? x : Op.Cast(x, ElementType.Float32);
}
