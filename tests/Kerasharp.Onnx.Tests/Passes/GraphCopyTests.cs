using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class GraphCopyTests
{
    [Fact]
    public void Same_padding_becomes_pads_once_sizes_are_numbers()
    {
        var graph = new Graph("bound");
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 1, Dim.Symbolic("height"), 7]);
        var w = graph.Constant(ConstantTensor.Filled(1, ElementType.Float32, [1, 1, 3, 2]));
        graph.AddOutput(
            "y",
            Op.MaxPool(Op.Conv(x, w, strides: [2, 1], autoPad: "SAME_UPPER"), [2, 2], [3, 3], autoPad: "SAME_LOWER")
        );

        var bound = GraphCopy.Bind(graph, new Dictionary<string, long> { ["batch"] = 2, ["height"] = 8 });

        Assert.Equal(
            """
            bound(x: float32[2,1,8,7])
              Conv: float32[2,1,4,7] = Conv(x, [1, 1, 1, 1, 1, 1]) {kernel_shape=[3,2], strides=[2,1], pads=[0,0,1,1]}
              y: float32[2,1,2,3], MaxPool:1: int64[2,1,2,3] = MaxPool(Conv) {kernel_shape=[2,2], strides=[3,3], pads=[1,1,0,0]}
              return y = y

            """,
            bound.ToString()
        );
        Assert.Contains("auto_pad=SAME_UPPER", graph.ToString());
    }

    [Fact]
    public void Shapes_that_depended_on_the_batch_are_inferred_anew()
    {
        var graph = new Graph("bound");
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 6]);
        graph.AddOutput("y", Op.Reshape(x, -1, 4) + Op.ExpandLike(x.Like(1), Op.Reshape(x, -1, 4)));

        var bound = GraphCopy.Bind(graph, new Dictionary<string, long> { ["batch"] = 2 });

        Assert.False(graph.Outputs[0].Value.Shape.IsStatic);
        Assert.Equal(Shape.Of(3, 4), bound.Outputs[0].Value.Shape);
    }

    [Fact]
    public void Layers_go_along()
    {
        var graph = new Graph("layers");
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        using (graph.Within("dense"))
            graph.AddOutput("y", Op.Neg(x));

        var bound = GraphCopy.Bind(graph, new Dictionary<string, long>());

        Assert.Equal("dense", bound.Outputs[0].Value.Producer!.Scope);
    }
}
