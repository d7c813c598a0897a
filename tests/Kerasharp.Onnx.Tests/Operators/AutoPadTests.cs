using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class AutoPadTests
{
    [Theory]
    [InlineData("Conv")]
    [InlineData("LpPool")]
    [InlineData("AveragePool", false)]
    [InlineData("AveragePool", true)]
    public void Pads_by_sizes_that_are_seen_when_it_runs_as_by_those_known_before(
        string op,
        bool countIncludePad = false
    )
    {
        foreach (int seed in GradientCases.Seeds())
        foreach (int opset in new[] { 17, 21 })
        {
            var d = new Draw(seed);
            var window = new Window(d, same: true);
            long[] dims = [2, 3, .. window.Input];
            var x = d.Normal(dims);
            var w = d.Normal([2, 3, .. window.Kernel]);
            var open = new Shape([Dim.Batch, 3, .. window.Input.Select((_, i) => Dim.Symbolic($"size{i}"))]);

            double[] expected = Run(Shape.Of(dims));

            Assert.Equal(expected, Run(open), (a, b) => Math.Abs(a - b) < 1e-5);

            double[] Run(Shape shape)
            {
                var graph = new Graph();
                var input = graph.AddInput("x", ElementType.Float32, shape);
                var attributes = window.Deferred();
                if (op == "AveragePool")
                    attributes.Add("count_include_pad", countIncludePad);
                Value?[] inputs =
                    op == "Conv"
                        ?
                        [
                            input,
                            graph.Constant(ConstantTensor.From(w.ToDoubles(), ElementType.Float32, w.Shape.ToArray())),
                        ]
                        : [input];
                graph.AddOutput("y", graph.Add("", op, inputs, attributes).Output);
                var point = new Dictionary<string, ConstantTensor>
                {
                    ["x"] = ConstantTensor.From(x.ToDoubles(), ElementType.Float32, dims),
                };
                return GraphRunner.Run(graph, point, opset)["y"].ToDoubles();
            }
        }
    }

    [Fact]
    public void A_copy_with_numbers_has_pads()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 2, Dim.Symbolic("size")]);
        graph.AddOutput("y", Op.MaxPool(x, [3], [2], autoPad: "SAME_UPPER"));
        var w = graph.Constant(ConstantTensor.Filled(1, ElementType.Float32, [2, 2, 3]));
        graph.AddOutput("z", Op.ConvTranspose(x, w, [2], autoPad: "SAME_UPPER"));

        var copy = GraphCopy.Bind(graph, new Dictionary<string, long> { ["batch"] = 1, ["size"] = 4 });

        Assert.Equal([0, 1], copy.FindOutput("y")!.Value.Producer!.Attributes.Ints("pads")!);
        // What a transposed convolution pads is its output.
        Assert.Equal(Shape.Of(1, 2, 8), copy.FindOutput("z")!.Value.Shape);
    }
}
