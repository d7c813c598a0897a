using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class SelectionsTests
{
    internal static GradientCases Cases { get; } = new() { { "the greatest or the least", TopK, true } };

    [Fact]
    public void They_come_in_order_with_their_places()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 5]);
        foreach (bool largest in (bool[])[true, false])
        {
            var (values, places) = Op.TopK(x, 3, largest: largest);
            graph.AddOutput($"values {largest}", values);
            graph.AddOutput($"places {largest}", places);
        }
        graph.AddOutput("first", Op.ArgMax(x, 1));
        graph.AddOutput("last", Op.ArgMax(x, 1, selectLast: true));
        graph.AddOutput("first least", Op.ArgMin(x, 1, keepDims: true));
        graph.AddOutput("last least", Op.ArgMin(x, 1, selectLast: true));
        var elements = ConstantTensor.Of<float>([2, 7, 1, 7, 1], 1, 5);

        var outputs = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = elements });

        Assert.Equal([7, 7, 2], outputs["values True"].ToDoubles());
        Assert.Equal([1, 3, 0], outputs["places True"].ToDoubles());
        Assert.Equal([1, 1, 2], outputs["values False"].ToDoubles());
        Assert.Equal([2, 4, 0], outputs["places False"].ToDoubles());
        Assert.Equal(
            [1, 3, 2, 4],
            ((string[])["first", "last", "first least", "last least"]).Select(o => outputs[o].ToDoubles().Single())
        );
    }

    [Fact]
    public void Of_equal_elements_those_that_were_taken_get_the_gradient()
    {
        Assert.Equal([1, 0, 1, 0], GradientCheck.Of(x => Op.TopK(x, 2).Values, 5, 1, 5, 5));
        Assert.Equal([0, 1, 0, 0], GradientCheck.Of(x => Op.TopK(x, 1, largest: false).Values, 5, 1, 5, 5));
    }

    [Fact]
    public void How_many_may_be_computed()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float64, [2, 4]);
        var k = graph.AddInput("k", ElementType.Int64, [1]);
        var (values, places) = Op.TopK(x, k);
        graph.AddOutput("values", values);
        graph.AddOutput("places", places);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(values * values), [x])[0]!);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = ConstantTensor.Of<double>([1, 4, 2, 3, 8, 5, 6, 7], 2, 4),
            ["k"] = ConstantTensor.Vector<long>(2),
        };

        var outputs = GraphRunner.Run(graph, inputs);

        Assert.Equal(2, values.Rank);
        Assert.Equal([4, 3, 8, 7], outputs["values"].ToDoubles());
        Assert.Equal([1, 3, 0, 3], outputs["places"].ToDoubles());
        Assert.Equal([0, 8, 0, 6, 16, 0, 0, 14], outputs["dx"].ToDoubles());
    }

    [Fact]
    public void How_many_may_be_the_size_of_a_batch()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 4]);
        var rows = Op.Gather(Op.ShapeOf(x), graph.Ints(0));

        var (values, _) = Op.TopK(x, rows, 0);

        Assert.Equal([Dim.Batch, 4], values.Shape);
    }

    private static GradientCase TopK(Draw d)
    {
        long[] dims = d.Dims(1, 4, 4);
        int axis = d.Int(-dims.Length, dims.Length - 1);
        long k = d.Int(1, (int)dims[axis < 0 ? axis + dims.Length : axis]);
        var (largest, sorted) = (d.Chance(), d.Chance(0.7));
        return new(x => Op.TopK(x[0] * x[0] * x[0], k, axis, largest, sorted).Values, d.Distinct(dims));
    }
}
