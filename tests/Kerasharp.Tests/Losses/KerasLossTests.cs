using System.Text.Json;
using Kerasharp.Losses;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Losses;

/// <summary>
/// Every loss of losses.json, made of its configuration: values and gradients against Keras's formulas in float64, by every reduction,
/// of several ranks, with weights and masks, in a graph of symbolic batch.
/// </summary>
public class KerasLossTests
{
    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        for (int i = 0; i < LossExamples.Cases.Count; i++)
            cases.Add(i, LossExamples.Cases[i].GetProperty("class_name").GetString()!);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAndGradientsAreKeras(int index, string name)
    {
        var reference = LossExamples.Cases[index];
        var loss = LossExamples.Make(reference);
        Assert.Equal(name, loss.GetType().Name);

        var (value, gradient) = Run(reference, loss);

        double[] expected = reference.GetProperty("value").Numbers();
        Assert.Equal(expected.Length, value.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - value[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])),
                $"{expected[i]} was expected at {i}, {value[i]} came."
            );
        double[] slope = reference.GetProperty("gradient").Numbers();
        double difference = Norm(slope.Zip(gradient, (a, b) => a - b));
        Assert.Equal(slope.Length, gradient.Length);
        Assert.True(
            difference <= 1e-4 * Math.Max(Norm(slope), 1e-3),
            $"The norm of the difference is {difference} of {Norm(slope)}."
        );
    }

    private static (double[] Value, double[] Gradient) Run(JsonElement reference, Loss loss)
    {
        var y = reference.GetProperty("y_true");
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["yTrue"] = loss.TargetsAreIndices ? y.Ints() : y.Floats(),
            ["yPred"] = reference.GetProperty("y_pred").Floats(),
        };
        if (reference.TryGetProperty("sample_weight", out var weight))
            inputs["weight"] = weight.Floats();
        if (reference.TryGetProperty("mask", out var mask))
            inputs["mask"] = mask.Ints();
        var graph = new Graph();
        var tensors = inputs.ToDictionary(
            i => i.Key,
            i => new SymbolicTensor(graph.AddInput(i.Key, i.Value.Type, i.Value.Shape.With(0, Dim.Batch)))
        );
        var value = loss.Compute(
            tensors["yTrue"],
            tensors["yPred"],
            tensors.GetValueOrDefault("weight"),
            tensors.GetValueOrDefault("mask")
        );
        graph.AddOutput("loss", value.Value);
        graph.AddOutput("sum", (value.Rank == 0 ? value : Ops.Sum(value)).Value);
        // As training does: the batch gets its number, then gradients are taken.
        var bound = GraphCopy.Bind(
            graph,
            new Dictionary<string, long> { [Dim.Batch.Symbol!] = inputs["yPred"].Shape[0].Value }
        );
        var prediction = bound.Inputs.Single(i => i.Name == "yPred");
        bound.AddOutput("gradient", ReverseSweep.Gradients(bound.FindOutput("sum")!.Value, [prediction])[0]!);
        var results = GraphRunner.Run(bound, inputs);
        return (results["loss"], results["gradient"]);
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));
}
