using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers.Precision;

/// <summary>Layers under the policies of other types than float32, against the same references.</summary>
public class LayerPolicyTests
{
    // All of them take a minute: each class once here, and with bfloat16 and float64 every third.
    private static readonly bool s_all = Environment.GetEnvironmentVariable("KERASHARP_LONG_TESTS") == "1";

    // Layers that have no form in float64 that the processor runs.
    private static readonly string[] WithoutDoubles = ["TransformerEncoder", "TransformerDecoder", "STFTSpectrogram"];

    [Theory]
    [InlineData("mixed_float16", 0.02, 2)]
    [InlineData("mixed_bfloat16", 0.1, 3)]
    [InlineData("float64", 2e-6, 3)]
    public void Numbers_are_the_references(string policy, double tolerance, int every)
    {
        var wrong = new List<string>();
        int ran = 0;
        foreach (var (name, c) in Cases(every))
        {
            try
            {
                using var building = Config.Building(policy);
                Compare(c, tolerance);
                ran++;
            }
            catch (LayerException error) when (policy == "float64" && WithoutDoubles.Contains(c.ClassName))
            {
                Assert.Contains("in float64, which ONNX Runtime does not have on the device 'cpu'", error.Message);
            }
            catch (Exception error)
            {
                wrong.Add($"{name}: {error.GetType().Name} {error.Message}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {ran + wrong.Count}:\n{string.Join('\n', wrong)}");
        Assert.True(ran > 25);
    }

    private static IEnumerable<(string Name, LayerReferenceCase Case)> Cases(int every) =>
        AllExamples
            .References.GroupBy(c => c.Value.ClassName)
            .SelectMany(
                (group, i) =>
                    s_all ? group.AsEnumerable()
                    : i % every == 0 ? [group.Last()]
                    : []
            )
            .Select(c => (c.Key, c.Value));

    private static void Compare(LayerReferenceCase c, double tolerance)
    {
        var layer = c.Example.Make();
        var step = new LayerStep(layer, c.Example, c.Masks);
        for (int i = 0; i < c.Weights.Count; i++)
            layer.Weights[i].State.Write(Stored(layer.Weights[i], c.Weights[i].Numbers));
        var run = step.Run(c.Training, c.Cotangents);
        for (int i = 0; i < c.Outputs.Length; i++)
            AssertClose(c.Outputs[i].Numbers, run.Outputs[i], tolerance, $"output {i}");
        for (int i = 0; i < c.InputGradients.Length; i++)
            if (c.InputGradients[i] is { } gradient && run.InputGradients[i] is { } own)
                AssertClose(gradient, own, tolerance, $"the gradient of input {i}");
        foreach (var (weight, gradient) in c.WeightGradients)
        {
            var owner = layer.TrainableWeights.First(w => w.Path.EndsWith(weight, StringComparison.Ordinal));
            AssertClose(gradient, run.WeightGradients[owner.Path], tolerance, $"the gradient of {weight}");
        }
    }

    private static byte[] Stored(Weight weight, double[] numbers)
    {
        weight.WriteLogical(ConstantTensor.From(numbers, weight.ElementType, [numbers.Length]).Bytes);
        return weight.State.ReadBytes();
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => e.Equals(a) ? 0 : (e - a) * (e - a)).Sum());
        double norm = Math.Sqrt(expected.Where(double.IsFinite).Sum(e => e * e));
        Assert.True(
            difference <= tolerance * (norm + 1),
            string.Create(CultureInfo.InvariantCulture, $"{what}: differs by {difference} from a norm of {norm}")
        );
    }
}
