using System.Globalization;
using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

/// <summary>
/// Holds layers against the reference files, which scripts in tests/references/layers make with PyTorch in double precision: weights'
/// names, order and shapes, outputs, gradients of inputs and weights, penalties, moving averages.
/// </summary>
public class LayerReferenceTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => [.. AllExamples.References.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Numbers_are_the_references(string name)
    {
        var c = AllExamples.References[name];
        var layer = c.Example.Make();
        var step = new LayerStep(layer, c.Example, c.Masks);
        // Weights of parts are named by the part, too: query/kernel.
        Assert.Equal(c.Weights.Select(w => w.Name), c.Weights.Zip(layer.Weights, (w, own) => NamedAs(own, w.Name)));
        Assert.Equal(c.Weights.Count, layer.Weights.Count);
        Assert.Equal(
            c.Weights.Select(w => string.Join(", ", w.Shape)),
            layer.Weights.Select(w => string.Join(", ", w.Shape.ToArray()))
        );
        for (int i = 0; i < c.Weights.Count; i++)
            LayerHarness.Set(layer.Weights[i], Array.ConvertAll(c.Weights[i].Numbers, n => (float)n));

        var run = step.Run(c.Training, c.Cotangents);
        AssertOutputs(c, run);
        if (c.Inference)
            AssertOutputs(c, step.Run(training: false));
        for (int i = 0; i < c.InputGradients.Length; i++)
            if (c.InputGradients[i] is { } gradient)
                AssertClose(
                    gradient,
                    run.InputGradients[i] ?? new double[gradient.Length],
                    $"the gradient of input {i}"
                );
        foreach (var (weight, gradient) in c.WeightGradients)
        {
            var owner = Assert.Single(layer.TrainableWeights, w => NamedAs(w, weight) == weight);
            AssertClose(gradient, run.WeightGradients[owner.Path], $"the gradient of {weight}");
        }
        Assert.Equal(c.Penalty, run.Penalty, Math.Max(1e-6, Tolerance * Math.Abs(c.Penalty)));
        foreach (var (weight, value) in c.Updates)
            AssertClose(
                value,
                Array.ConvertAll(
                    LayerHarness.Get(Assert.Single(layer.Weights, w => NamedAs(w, weight) == weight)),
                    n => (double)n
                ),
                $"{weight} after the step"
            );
    }

    private static void AssertOutputs(LayerReferenceCase c, LayerStep.Results run)
    {
        Assert.Equal(c.Outputs.Length, run.Outputs.Length);
        for (int i = 0; i < c.Outputs.Length; i++)
        {
            Assert.Equal(c.Outputs[i].Shape, run.OutputShapes[i]);
            AssertClose(c.Outputs[i].Numbers, run.Outputs[i], $"output {i}");
        }
    }

    /// <summary>As much of the end of a weight's path as a name has.</summary>
    private static string NamedAs(Weight weight, string name) =>
        string.Join('/', weight.Path.Split('/').TakeLast(name.Split('/').Length));

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => e.Equals(a) ? 0 : (e - a) * (e - a)).Sum());
        double norm = Math.Sqrt(expected.Where(double.IsFinite).Sum(e => e * e));
        Assert.True(
            // Where terms cancel to nothing, as in the gradient of a key's bias, their rounding is left.
            difference <= Tolerance * norm + (norm < 1e-12 ? 1e-5 : 1e-7),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: differs by {difference} from a reference of norm {norm}"
            )
        );
    }
}
