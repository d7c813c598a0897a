using System.Text.Json;
using Kerasharp.Losses;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Losses;

/// <summary>Every loss against Keras's formulas in float64: values by each reduction, and gradients.</summary>
public class LossReferenceTests
{
    private static readonly Dictionary<string, LossReduction> Reductions = new()
    {
        ["none"] = LossReduction.None,
        ["sum"] = LossReduction.Sum,
        ["sum_over_batch_size"] = LossReduction.SumOverBatchSize,
        ["mean_with_sample_weight"] = LossReduction.MeanWithSampleWeight,
    };

    public static TheoryData<string> Cases() => [.. All().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAreKeras(string name)
    {
        var reference = Case(name);
        foreach (bool weighted in new[] { false, true })
        {
            foreach (var (key, reduction) in Reductions)
            {
                var expected = reference.GetProperty(weighted ? "weighted" : "plain").GetProperty(key).Numbers();
                var actual = Run(reference, reduction, weighted)["loss"];
                Assert.Equal(expected.Length, actual.Length);
                for (int i = 0; i < expected.Length; i++)
                    Assert.True(
                        Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])),
                        $"{key}: {expected[i]} {actual[i]}"
                    );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAreKeras(string name)
    {
        var reference = Case(name);
        foreach (bool weighted in new[] { false, true })
        {
            var expected = reference.GetProperty(weighted ? "weighted" : "plain").GetProperty("gradient").Numbers();
            var actual = Run(reference, LossReduction.SumOverBatchSize, weighted)["gradient"];
            double difference = Norm(expected.Zip(actual, (a, b) => a - b));
            Assert.True(
                difference <= 1e-4 * Norm(expected),
                $"The norm of the difference is {difference} of {Norm(expected)}."
            );
        }
    }

    private static Dictionary<string, double[]> Run(JsonElement reference, LossReduction reduction, bool weighted)
    {
        var loss = Make(reference.GetProperty("loss"), reduction);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["yTrue"] =
                reference.GetProperty("yTrue")[0].ValueKind == JsonValueKind.Number
                    ? reference.GetProperty("yTrue").Ints()
                    : reference.GetProperty("yTrue").Floats(),
            ["yPred"] = reference.GetProperty("yPred").Floats(),
        };
        if (weighted)
            inputs["weight"] = reference.GetProperty("sampleWeight").Floats();
        var graph = new Graph();
        var tensors = inputs.ToDictionary(
            i => i.Key,
            i => new SymbolicTensor(graph.AddInput(i.Key, i.Value.Type, i.Value.Shape))
        );
        var value = loss.Compute(tensors["yTrue"], tensors["yPred"], tensors.GetValueOrDefault("weight"));
        graph.AddOutput("loss", value.Value);
        if (value.Rank == 0)
            graph.AddOutput("gradient", ReverseSweep.Gradients(value.Value, [tensors["yPred"].Value])[0]!);
        return GraphRunner.Run(graph, inputs);
    }

    private static Loss Make(JsonElement loss, LossReduction reduction)
    {
        bool fromLogits = loss.GetProperty("fromLogits").GetBoolean();
        double smoothing = loss.GetProperty("labelSmoothing").GetDouble();
        return loss.GetProperty("name").GetString() switch
        {
            "mean_squared_error" => new MeanSquaredError(reduction),
            "binary_crossentropy" => new BinaryCrossentropy(fromLogits, smoothing, reduction: reduction),
            "categorical_crossentropy" => new CategoricalCrossentropy(fromLogits, smoothing, reduction: reduction),
            "sparse_categorical_crossentropy" => new SparseCategoricalCrossentropy(fromLogits, reduction: reduction),
            var name => throw new InvalidOperationException($"No loss '{name}'."),
        };
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));

    private static JsonElement Case(string name) => All().First(c => c.GetProperty("name").GetString() == name);

    private static JsonElement.ArrayEnumerator All() =>
        ReferenceFiles.Json("losses-metrics.json").GetProperty("losses").EnumerateArray();
}
