using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class GradientFormsTests
{
    [Fact]
    public void A_Relus_gradient_and_the_bias_gradient_are_one_node()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [6, 4]);
        var w = graph.AddInput("w", ElementType.Float32, [4, 3]);
        var b = graph.AddInput("b", ElementType.Float32, [3]);
        var y = Op.Relu(Op.Gemm(x, w, c: b));
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), [w, b]);
        graph.AddOutput("dw", gradients[0]!);
        graph.AddOutput("db", gradients[1]!);

        GradientForms.Run(graph);

        Assert.Single(graph.Sort(), n => n.Op == "ReluColumnSums");
        Assert.DoesNotContain(graph.Sort(), n => n.Op is "ReluGradient" or "ReduceSum" or "ColumnSums");
    }

    [Fact]
    public void Sums_over_all_axes_but_the_last_are_ours()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3, 4]);
        graph.AddOutput("ours", Op.ReduceSum(x, [1, 0]));
        graph.AddOutput("kept", Op.ReduceSum(x, [0, 1], keepDims: true));
        graph.AddOutput("last", Op.ReduceSum(x, [0, 2]));

        GradientForms.Run(graph);

        Assert.Single(graph.Sort(), n => n.Op == "ColumnSums");
        Assert.Equal(2, graph.Sort().Count(n => n.Op == "ReduceSum"));
    }
}
