using System.Text.Json;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Metrics;

/// <summary>Every accuracy against Keras's formulas over uneven batches, with and without weights.</summary>
public class AccuracyReferenceTests
{
    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var reference in All())
        foreach (bool weighted in new[] { false, true })
            cases.Add(reference.GetProperty("name").GetString()!, weighted);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RunningResultsAreKeras(string name, bool weighted)
    {
        var reference = All().First(c => c.GetProperty("name").GetString() == name);
        string own = reference.GetProperty("metric").GetString()!;
        // By its own name, and as the accuracy that the shapes ask for; two columns would ask for that of classes.
        foreach (string asked in name == "binary of two columns" ? [own] : new[] { own, "accuracy", "acc" })
        {
            var metric = Resolve(asked, reference);
            Assert.Equal(asked, metric.Name);
            // A second epoch must begin at zero.
            for (int epoch = 0; epoch < 2; epoch++)
            {
                Assert.Equal(
                    Expected(reference, weighted),
                    Run(metric, reference, weighted),
                    (a, b) => Math.Abs(a - b) < 1e-6
                );
                metric.ResetState();
                Assert.Equal(0, metric.Result());
            }
        }
    }

    private static double[] Expected(JsonElement reference, bool weighted) =>
        reference.GetProperty(weighted ? "weightedRunningResult" : "runningResult").Numbers();

    private static Metric Resolve(string name, JsonElement reference)
    {
        var (y, p) = (reference.GetProperty("yTrue").Ints(), reference.GetProperty("yPred").Floats());
        return ((MetricSpec)name).Resolve(y.Shape.With(0, Dim.Batch), p.Shape.With(0, Dim.Batch));
    }

    private static double[] Run(Metric metric, JsonElement reference, bool weighted)
    {
        var results = new List<double>();
        int start = 0;
        foreach (int size in reference.GetProperty("batches").EnumerateArray().Select(b => b.GetInt32()))
        {
            var weight = weighted ? Rows(reference.GetProperty("sampleWeight"), start, size).Floats() : null;
            MetricRunner.Update(
                metric,
                Rows(reference.GetProperty("yTrue"), start, size).Ints(),
                Rows(reference.GetProperty("yPred"), start, size).Floats(),
                weight
            );
            start += size;
            results.Add(metric.Result());
        }
        return [.. results];
    }

    private static JsonElement Rows(JsonElement rows, int start, int count) =>
        JsonSerializer.SerializeToElement(rows.EnumerateArray().Skip(start).Take(count));

    private static JsonElement.ArrayEnumerator All() =>
        ReferenceFiles.Json("losses-metrics.json").GetProperty("accuracies").EnumerateArray();
}
