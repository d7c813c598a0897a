using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Metrics;

/// <summary>Every metric, made of Keras's configuration, against Keras's formulas after each of some uneven batches.</summary>
public class MetricReferenceTests
{
    private static readonly JsonElement File = ReferenceFiles.Json("metrics.json");
    private static readonly JsonElement[] Cases = [.. File.GetProperty("cases").EnumerateArray()];

    /// <summary>A metric of each case, and one of a function.</summary>
    public static IReadOnlyList<Metric> Examples { get; } =
    [.. Cases.Select(Make), new MeanMetricWrapper((y, p) => Ops.Mean(Ops.Absolute(y - p), -1))];

    public static TheoryData<string, bool> Names()
    {
        var names = new TheoryData<string, bool>();
        for (int i = 0; i < Cases.Length; i++)
            foreach (bool weighted in new[] { false, true })
                names.Add($"metrics {i.ToString(CultureInfo.InvariantCulture)} {Class(Cases[i])}", weighted);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RunningResultsAreKeras(string name, bool weighted)
    {
        var reference = Case(name);
        var metric = Make(reference);
        var expected = reference.GetProperty(weighted ? "weightedResults" : "results");
        // A second epoch must begin at zero.
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int start = 0;
            int batch = 0;
            foreach (int size in File.GetProperty("batches").EnumerateArray().Select(b => b.GetInt32()))
            {
                MetricRunner.Update(
                    metric,
                    Rows(reference, "yTrue", start, size),
                    Rows(reference, "yPred", start, size),
                    weighted ? Rows(reference, "sampleWeight", start, size) : null
                );
                start += size;
                double[] numbers = expected[batch++].Numbers();
                Assert.Equal(numbers, metric.Results(), Near);
                Assert.Equal(numbers.Average(), metric.Result(), Near);
            }
            metric.ResetState();
            Assert.Equal(0, metric.Result());
        }
    }

    [Fact]
    public void AConfigurationMakesTheSame()
    {
        foreach (var reference in Cases)
        {
            var metric = Make(reference);
            string written = ConfigurationValues.Write(metric, "a model", "metric")!.ToJsonString();
            var read = ConfigurationValues.Read(JsonNode.Parse(written), typeof(Metric), "a model", "metric");
            Assert.IsType(metric.GetType(), read);
            Assert.Equal(written, ConfigurationValues.Write(read, "a model", "metric")!.ToJsonString());
        }
    }

    [Fact]
    public void EveryMetricHasACase()
    {
        var given = Cases.Select(Class).Append(nameof(MeanMetricWrapper)).ToHashSet();
        Assert.Empty(KnownClasses.Names(typeof(Metric)).Except(given));
        Assert.Equal(45, given.Count);
    }

    [Fact]
    public void EveryArgumentHasACaseThatSetsIt()
    {
        var signatures = ReferenceFiles.Json("keras-signatures.json").GetProperty("metrics");
        var given = Cases.ToLookup(Class, c => c.GetProperty("config"));
        foreach (string name in Cases.Select(Class).Distinct())
        foreach (var argument in signatures.GetProperty(name).GetProperty("arguments").EnumerateArray())
            if (argument.GetProperty("name").GetString() is not ("name" or "dtype") and { } key)
                Assert.True(given[name].Any(c => c.TryGetProperty(key, out _)), $"{name} lacks a case with {key}");
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-6 * Math.Max(1, Math.Abs(a));

    private static string Class(JsonElement reference) => reference.GetProperty("class").GetString()!;

    private static JsonElement Case(string name) => Cases[int.Parse(name.Split(' ')[1], CultureInfo.InvariantCulture)];

    private static Metric Make(JsonElement reference) =>
        (Metric)
            KnownClasses.Find(typeof(Metric), Class(reference))!(
                JsonNode.Parse(reference.GetProperty("config").GetRawText())!.AsObject()
            );

    private static ConstantTensor Rows(JsonElement reference, string key, int start, int count)
    {
        var rows = JsonSerializer.SerializeToElement(
            reference.GetProperty(key).EnumerateArray().Skip(start).Take(count)
        );
        return reference.TryGetProperty($"{key}IsInteger", out var integer) && integer.GetBoolean()
            ? rows.Ints()
            : rows.Floats();
    }
}
