using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class AccumulationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "running sums",
                d =>
                {
                    long[] dims = d.Dims(1, 4, 4);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    var (exclusive, reverse) = (d.Chance(), d.Chance());
                    return new(x => Op.CumSum(x[0] * x[0], axis, exclusive, reverse), d.Normal(dims));
                },
                true
            },
            {
                "running sums along a computed axis",
                d =>
                {
                    long[] dims = d.Dims(1, 3, 4);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    var given = d.Chance()
                        ? ConstantTensor.Scalar(axis, ElementType.Int32)
                        : ConstantTensor.Vector<long>(axis);
                    var (exclusive, reverse) = (d.Chance(), d.Chance());
                    return new(x => Op.CumSum(x[0], x[1], exclusive, reverse), d.Normal(dims), given);
                }
            },
        };

    [Theory]
    [InlineData(false, false, new double[] { 1, 3, 6, 4, 9, 15 })]
    [InlineData(true, false, new double[] { 0, 1, 3, 0, 4, 9 })]
    [InlineData(false, true, new double[] { 6, 5, 3, 15, 11, 6 })]
    [InlineData(true, true, new double[] { 5, 3, 0, 11, 6, 0 })]
    public void They_run_as_told(bool exclusive, bool reverse, double[] expected)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Int32, [2, 3]);
        graph.AddOutput("y", Op.CumSum(x, -1, exclusive, reverse));
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of([1, 2, 3, 4, 5, 6], 2, 3) };

        Assert.Equal(expected, GraphRunner.Run(graph, inputs)["y"].ToDoubles());
    }
}
