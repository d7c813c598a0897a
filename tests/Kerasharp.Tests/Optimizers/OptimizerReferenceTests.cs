using System.Globalization;
using System.Text.Json.Nodes;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Optimizers;

/// <summary>Every optimizer with every option against Keras's formulas in float64.</summary>
public class OptimizerReferenceTests
{
    public static TheoryData<string> Cases => [.. OptimizerCase.Names];

    public static TheoryData<string> Classes =>
        [.. KnownClasses.Names(typeof(Optimizer)).Where(n => n is not ("LossScaleOptimizer" or "MultiOptimizer"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TwentyStepsLeadToTheSameWeights(string name)
    {
        var reference = OptimizerCase.Get(name);
        double[] expected = reference.Weights;
        double norm = Math.Sqrt(expected.Sum(v => v * v));
        foreach (bool storage in new[] { false, true })
        {
            var optimizer = reference.Make();
            double[] actual = reference.Train(optimizer, storage);
            double distance = Math.Sqrt(expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(
                distance <= 1e-5 * norm,
                FormattableString.Invariant($"The weights are {distance / norm:g3} of their norm away.")
            );
            if (reference.Scale is { } scale)
                Assert.Equal(scale, ((LossScaleOptimizer)optimizer).DynamicScale);
            optimizer.Free();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ConfigurationsGoThereAndBack(string name)
    {
        var reference = OptimizerCase.Get(name);
        var written = SerializedObject.Of(reference.Make());
        foreach (var (key, value) in reference.Config)
            if (value is JsonValue)
                Assert.True(Same(value, written["config"]![key]), $"{key}: {value} and {written["config"]![key]}");
        var again = SerializedObject.Of(SerializedObject.Make<Optimizer>(written.DeepClone().AsObject()));
        Assert.Equal(written.ToJsonString(), again.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void ArgumentsAndDefaultsAreKeras(string name)
    {
        var optimizer = (Optimizer)name.ToLowerInvariant();
        Assert.Equal(name, optimizer.GetType().Name);
        var config = optimizer.GetConfig();
        // Keras 3.16 has Lamb's class but does not export it, and has no SGD-G2.
        if (name is "Lamb" or "SGDG2")
            return;
        var signature = ReferenceFiles.Json("keras-signatures.json").GetProperty("optimizers").GetProperty(name);
        var parameters = signature
            .GetProperty("arguments")
            .EnumerateArray()
            .Select(a => (Name: a.GetProperty("name").GetString()!, Default: a.GetProperty("default").GetString()!))
            .Where(p => p.Name is not ("kwargs" or "name"))
            .ToArray();
        Assert.Equal(parameters.Select(p => p.Name), config.Select(c => c.Key).Where(k => k != "name"));
        foreach (var (key, value) in parameters.Where(p => p.Name != "exclude_layers"))
        {
            string own = config[key]?.ToJsonString() ?? "None";
            bool same = double.TryParse(value, CultureInfo.InvariantCulture, out double number)
                ? Math.Abs(number - ConfigurationValues.Double(config[key]!)) <= 1e-7 * Math.Abs(number)
                : value.Equals(own, StringComparison.OrdinalIgnoreCase);
            Assert.True(same, $"{key}: {own} instead of {value}");
        }
    }

    private static bool Same(JsonNode a, JsonNode? b) =>
        b is not null
        && (
            a.ToJsonString() == b.ToJsonString()
            || Math.Abs(ConfigurationValues.Double(a) - ConfigurationValues.Double(b)) < 1e-7
        );
}
