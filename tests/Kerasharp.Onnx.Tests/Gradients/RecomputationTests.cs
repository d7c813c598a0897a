using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>Gradients that read what is computed a second time.</summary>
public class RecomputationTests
{
    [Fact]
    public void Rules_read_the_second_results_and_only_the_group_is_written_again()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 3));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(3, 3));
        var first = Op.Tanh(Op.MatMul(x, w));
        Value inner;
        using (graph.At("again"))
            inner = Op.Tanh(Op.Exp(first));
        var loss = Op.ReduceSum(Op.MatMul(inner, w));
        var gradient = ReverseSweep.Gradients(loss, [w], n => n.Scope == "again" ? "again" : null)[0]!;
        graph.AddOutput("dw", gradient);

        var nodes = graph.Sort();
        Assert.Equal(2, nodes.Count(n => n.Op == "Exp"));
        var after = Assert.Single(nodes, n => n.Op == "After");
        Assert.Equal(first, after.Input(0));
        // Of the first results inside the group only the forward pass reads.
        Assert.DoesNotContain(
            nodes,
            n =>
                n.Scope == "again/gradient" && (n.Inputs.Contains(inner) || n.Inputs.Contains(inner.Producer!.Input(0)))
        );
    }

    [Fact]
    public void The_kernel_is_its_twin()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(3));
        var t = graph.AddInput("t", ElementType.Float32, Shape.Of(2, 2));
        graph.AddOutput("y", Op.After(x, t));
        float[] numbers = [1, float.NaN, -0f];
        float[] other = [float.NaN, 1, 2, 3];
        Assert.Equal(numbers, Kernels.Gradients.Float32Graph.Run(graph, numbers, other)[0]);
        Assert.Equal(numbers, Kernels.Gradients.Float32Graph.RunTwin(graph, numbers, other)[0]);
    }
}
