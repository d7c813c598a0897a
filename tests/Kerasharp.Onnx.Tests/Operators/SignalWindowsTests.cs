using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SignalWindowsTests
{
    [Theory]
    [InlineData("HannWindow", 0.5, 0.5, 0)]
    [InlineData("HammingWindow", 25.0 / 46, 21.0 / 46, 0)]
    [InlineData("BlackmanWindow", 0.42, 0.5, 0.08)]
    public void Windows_are_sums_of_cosines(string op, double a, double b, double c)
    {
        foreach (bool periodic in (bool[])[true, false])
        {
            var graph = new Graph();
            var window = op switch
            {
                "HannWindow" => Op.HannWindow(graph, 7, periodic),
                "HammingWindow" => Op.HammingWindow(graph, 7, periodic),
                _ => Op.BlackmanWindow(graph, 7, periodic),
            };
            graph.AddOutput("y", window);

            double[] came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor>())["y"].ToDoubles();

            Assert.Equal(Shape.Of(7), window.Shape);
            for (int i = 0; i < 7; i++)
            {
                double angle = 2 * Math.PI * i / (periodic ? 7 : 6);
                Assert.Equal(a - b * Math.Cos(angle) + c * Math.Cos(2 * angle), came[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Weights_of_the_mel_scale_have_a_row_for_each_frequency()
    {
        var graph = new Graph();
        var weights = Op.MelWeightMatrix(graph, 4, 16, 8000, 0, 4000);
        graph.AddOutput("y", weights);

        var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor>())["y"];

        Assert.Equal(Shape.Of(9, 4), weights.Shape);
        Assert.All(came.ToDoubles(), w => Assert.InRange(w, 0, 1));
        // The triangle of each band has its peak.
        for (int band = 0; band < 4; band++)
            Assert.Equal(1, Enumerable.Range(0, 9).Max(row => came.ToDoubles()[row * 4 + band]), 1e-6);
    }

    [Fact]
    public void A_computed_size_leaves_the_rank_known()
    {
        var graph = new Graph();
        var size = graph.AddInput("size", ElementType.Int64, Shape.Scalar);
        var window = graph.Emit("HannWindow", new Attributes { { "output_datatype", ElementType.Float64 } }, size);

        Assert.Equal("Float64 (None,)", window.Type.ToString());
    }
}
