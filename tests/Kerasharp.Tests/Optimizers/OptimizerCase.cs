using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.References;
using Kerasharp.Training;

namespace Kerasharp.Tests.Optimizers;

/// <summary>A training by given gradients that tests/references/optimizers.py has done by Keras's formulas in float64.</summary>
internal sealed class OptimizerCase
{
    private static readonly JsonElement File = ReferenceFiles.Json("optimizers.json");

    private readonly JsonElement _case;

    private OptimizerCase(JsonElement json) => _case = json;

    public static IReadOnlyList<string> Names { get; } =
    [.. File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    public JsonObject Config => JsonNode.Parse(_case.GetProperty("config").GetRawText())!.AsObject();

    public double[] Weights => [.. _case.GetProperty("weights").EnumerateArray().SelectMany(w => w.Numbers())];

    /// <summary>The scale of the loss at the end, where one finds itself.</summary>
    public double? Scale => _case.TryGetProperty("scale", out var scale) ? scale.GetDouble() : null;

    public static OptimizerCase Get(string name) =>
        new(File.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name));

    public Optimizer Make()
    {
        var optimizer = SerializedObject.Make<Optimizer>(
            new JsonObject { ["class_name"] = _case.GetProperty("class").GetString(), ["config"] = Config }
        );
        if (_case.TryGetProperty("exclude", out var name))
            optimizer.ExcludeFromWeightDecay(varNames: [name.GetString()!]);
        return optimizer;
    }

    /// <summary>The weights after all steps.</summary>
    /// <param name="optimizer">What changes them.</param>
    /// <param name="storage">Whether the weights' axes lie in memory the other way round.</param>
    public double[] Train(Optimizer optimizer, bool storage)
    {
        var shapes = File.GetProperty("shapes").EnumerateArray().Select(s => s.Numbers()).ToArray();
        var weights = File.GetProperty("paths")
            .EnumerateArray()
            .Select((path, i) => Weight(path.GetString()!, Array.ConvertAll(shapes[i], d => (long)d), i, storage))
            .ToArray();
        var step = new StepGraph("step");
        var gradients = weights
            .Select((w, i) => new WeightGradient(w, new(step.Graph.AddInput($"g{i}", ElementType.Float32, w.Shape))))
            .ToArray();
        bool looksAhead = false;
        optimizer.Apply(step, ElementType.Float32, new BatchGradients(gradients, Ahead));
        using var program = StepProgram.Compile(step, Device.Cpu);
        using var run = new StepRun(program);
        int[] infinite = _case.TryGetProperty("infinite", out var steps)
            ? [.. steps.Numbers().Select(s => (int)s)]
            : [];
        int t = 0;
        foreach (var given in File.GetProperty("gradients").EnumerateArray())
        {
            for (int i = 0; i < weights.Length; i++)
            {
                float[] numbers = Array.ConvertAll(given[i].Numbers(), v => (float)v);
                if (i == 1 && infinite.Contains(t))
                    numbers[2] = t % 2 == 0 ? float.PositiveInfinity : float.NaN;
                run.Input($"g{i}").CopyFrom<float>(numbers);
                if (looksAhead)
                    run.Input($"a{i}")
                        .CopyFrom<float>(Array.ConvertAll(File.GetProperty("ahead")[t][i].Numbers(), v => (float)v));
            }
            run.Run();
            t++;
        }
        if (_case.TryGetProperty("finalize", out _))
            optimizer.FinalizeVariableValues(weights);
        double[] result = [.. weights.SelectMany(w => w.GetValue().ToFlat()).Select(v => (double)v)];
        foreach (var weight in weights)
            weight.State.Free();
        return result;

        SymbolicTensor[] Ahead(IReadOnlyList<(Weight Weight, SymbolicTensor Value)> others)
        {
            looksAhead = true;
            return
            [
                .. others.Select(
                    (o, i) => new SymbolicTensor(step.Graph.AddInput($"a{i}", ElementType.Float32, o.Weight.Shape))
                ),
            ];
        }
    }

    private static Weight Weight(string path, long[] shape, int index, bool storage)
    {
        int[]? order = storage ? [.. Enumerable.Range(0, shape.Length).Reverse()] : null;
        var weight = new Weight(path, shape, ElementType.Float32, null, 0, trainable: true, null, order);
        float[] start = Array.ConvertAll(File.GetProperty("start")[index].Numbers(), v => (float)v);
        weight.SetValue(start.ToTensor([.. shape.Select(d => (nint)d)]));
        return weight;
    }
}
