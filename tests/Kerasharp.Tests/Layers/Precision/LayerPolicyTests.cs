using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers.Precision;

/// <summary>Layers under the policies of other types than float32, against the same references.</summary>
public class LayerPolicyTests
{
    [Theory]
    [InlineData("mixed_float16", 0.02)]
    [InlineData("mixed_bfloat16", 0.1)]
    [InlineData("float64", 1e-6)]
    public void Numbers_are_the_references(string policy, double tolerance)
    {
        var wrong = new List<string>();
        foreach (var (name, c) in AllExamples.References)
        {
            try
            {
                using var building = Config.Building(policy);
                Compare(c, tolerance);
            }
            catch (Exception error)
            {
                wrong.Add($"{name}: {error.GetType().Name} {error.Message.Split('\n')[0]}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}\n" + string.Join('\n', wrong));
    }

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
