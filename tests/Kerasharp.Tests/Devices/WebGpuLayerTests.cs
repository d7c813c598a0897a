using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Devices;

/// <summary>Every example of every layer on a WebGPU: outputs and gradients are the processor's, and no node runs on the processor.</summary>
[Collection(nameof(WebGpuCollection))]
public sealed class WebGpuLayerTests
{
    private const string Few = "none, in short runs";

    public static TheoryData<string> Examples =>
        Environment.GetEnvironmentVariable("KERASHARP_LONG_TESTS") == "1" ? [.. AllExamples.ByName.Keys] : [Few];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Computes_what_the_processor_does(string name)
    {
        Assert.SkipWhen(
            name == Few,
            "A WebGPU takes seconds for each layer; set KERASHARP_LONG_TESTS=1 to try them all."
        );
        var device = WebGpu.OrSkip();
        var example = AllExamples.ByName[name];
        var layer = example.Make();
        var step = new LayerStep(layer, example);
        var before = layer.Weights.Concat(layer.Carried).Select(w => w.State).Distinct().ToArray();
        byte[][] bytes = [.. before.Select(s => s.ReadBytes())];

        var problems = new List<string>();
        Compare(training: false, null);
        if (step.InferredTypes.All(t => t.IsFloat()))
        {
            var shapes = step.Run(training: false).OutputShapes;
            Compare(training: true, [.. shapes.Select(s => LayerInput.Normal(s).Tensor.ToDoubles())]);
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));

        void Compare(bool training, double[][]? cotangents)
        {
            Restore();
            var expected = step.Run(training, cotangents);
            Restore();
            var actual = step.Run(training, cotangents, device: device);
            for (int i = 0; i < expected.Outputs.Length; i++)
                Near($"output {i}", expected.Outputs[i], actual.Outputs[i]);
            for (int i = 0; i < expected.InputGradients.Length; i++)
                Near($"gradient of input {i}", expected.InputGradients[i] ?? [], actual.InputGradients[i] ?? []);
            foreach (var (path, gradient) in expected.WeightGradients)
                Near($"gradient of {path}", gradient, actual.WeightGradients[path]);
            Near("penalty", [expected.Penalty], [actual.Penalty]);
            if (actual.Placement.Fallbacks.Any())
                problems.Add($"training: {training}: {actual.Placement}");

            void Near(string what, double[] wanted, double[] came)
            {
                double difference = Math.Sqrt(wanted.Zip(came, Squared).Sum());
                double norm = Math.Sqrt(wanted.Where(double.IsFinite).Sum(w => w * w));
                if (wanted.Length != came.Length || !(difference <= 2e-4 * norm + 1e-5))
                    problems.Add(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"training: {training}: {what} differs by {difference} from one of norm {norm}"
                        )
                    );
            }
        }

        void Restore()
        {
            for (int i = 0; i < before.Length; i++)
                before[i].Write<byte>(bytes[i]);
        }

        static double Squared(double a, double b) => a.Equals(b) ? 0 : (a - b) * (a - b);
    }
}
