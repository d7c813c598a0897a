using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class MeasuringTests
{
    [Theory]
    [InlineData(null, null, new long[] { 2, 3, 4 })]
    [InlineData(1L, null, new long[] { 3, 4 })]
    [InlineData(-1L, null, new long[] { 4 })]
    [InlineData(null, -1L, new long[] { 2, 3 })]
    [InlineData(-9L, 9L, new long[] { 2, 3, 4 })]
    [InlineData(2L, 1L, new long[0])]
    public void A_shape_is_given_from_start_to_end(long? start, long? end, long[] expected)
    {
        var came = GraphRunner.Of(
            x => x[0].Graph.Emit("Shape", new Attributes { { "start", start }, { "end", end } }, x[0]),
            [ConstantTensor.Filled(1, ElementType.Float32, [2, 3, 4])]
        );

        Assert.Equal(expected, came.As<long>().ToArray());
    }

    [Fact]
    public void A_size_is_a_constant_where_it_is_known()
    {
        var graph = new Graph();
        var open = graph.AddInput("open", ElementType.Float32, [Dim.Batch, 3]);

        Assert.Equal(12, Op.Size(graph.AddInput("x", ElementType.Float32, [4, 3])).Constant!.ToInt64s()[0]);
        Assert.False(Op.Size(open).IsConstant);
        graph.AddOutput("y", Op.Size(open));
        var fed = new Dictionary<string, ConstantTensor>
        {
            ["open"] = ConstantTensor.Filled(1, ElementType.Float32, [5, 3]),
            ["x"] = ConstantTensor.Filled(1, ElementType.Float32, [4, 3]),
        };
        Assert.Equal([15], GraphRunner.Run(graph, fed)["y"].ToInt64s());
    }
}
