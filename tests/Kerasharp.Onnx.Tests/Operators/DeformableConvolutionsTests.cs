using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class DeformableConvolutionsTests
{
    internal static GradientCases Cases { get; } = new() { { "deform conv", Deform, true } };

    [Fact]
    public void Computes_what_the_runtimes_kernel_does()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var @case = Deform(new Draw(seed));
            var graph = new Graph();
            var inputs = @case.Inputs.Select((x, i) => graph.AddInput($"x{i}", x.Type, x.Shape)).ToArray();
            graph.AddOutput("y", @case.Function(inputs));
            var point = Enumerable.Range(0, inputs.Length).ToDictionary(i => $"x{i}", i => @case.Inputs[i]);

            // Opset 19 brought the operator; before, it is written as others.
            double[] expected = GraphRunner.Run(graph, point, 19)["y"].ToDoubles();

            Assert.Equal(
                expected,
                GraphRunner.Run(graph, point, 18)["y"].ToDoubles(),
                (a, b) => Math.Abs(a - b) < 1e-9
            );
        }
    }

    private static GradientCase Deform(Draw d)
    {
        var window = new Window(d, rank: 2);
        var (batch, group, sets) = (d.Int(1, 2), d.Int(1, 2), d.Int(1, 2));
        var (channels, filters) = (2 * d.Int(1, 2), group * d.Int(1, 2));
        long taps = window.Kernel[0] * window.Kernel[1];
        bool masked = d.Chance();
        bool biased = d.Chance();
        // Off whole places, where interpolation has kinks.
        long[] dims = [batch, 2 * sets * taps, .. window.Output];
        double[] whole = d.Indices(4, dims).ToDoubles();
        double[] parts = d.Uniform(0.1, 0.9, dims).ToDoubles();
        var offsets = ConstantTensor.Of<double>(whole.Zip(parts, (w, p) => w - 2 + p).ToArray(), dims);
        return new(
            v =>
                Op.DeformConv(
                    v[0],
                    v[1],
                    v[2],
                    biased ? v[3] : null,
                    masked ? v[^1] : null,
                    window.Strides,
                    window.Pads,
                    window.Dilations,
                    group,
                    sets
                ),
            [
                d.Normal([batch, channels, .. window.Input]),
                d.Normal([filters, channels / group, .. window.Kernel]),
                offsets,
                .. biased ? [d.Normal(filters)] : Array.Empty<ConstantTensor>(),
                .. masked ? [d.Normal([batch, sets * taps, .. window.Output])] : Array.Empty<ConstantTensor>(),
            ]
        );
    }
}
