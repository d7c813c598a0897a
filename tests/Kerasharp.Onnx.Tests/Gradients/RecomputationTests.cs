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
        var gradient = ReverseSweep.Gradients(loss, [w], n => n.Scope == "again" ? new Recomputed("again") : null)[0]!;
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

    /// <summary>
    /// What stands between two products whose results are kept is written again when the gradient has come to it, waits by what is smallest, and the
    /// gradient of the second product's weight reads it. That once read the first results, which were kept and computed again.
    /// </summary>
    [Fact]
    public void Products_that_are_kept_read_what_is_computed_again()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(8, 3));
        var w = graph.AddInput("w", ElementType.Float32, Shape.Of(3, 3));
        var b = graph.AddInput("b", ElementType.Float32, Shape.Of(3));
        Value product;
        Value inner;
        Value second;
        using (graph.At("layer"))
        {
            product = Op.MatMul(x, w);
            inner = Op.Tanh(Op.Add(product, b));
            second = Op.MatMul(inner, w);
        }
        var gradient = ReverseSweep.Gradients(
            Op.ReduceSum(Op.Exp(second)),
            [w],
            n => n.Scope == "layer" ? new Recomputed("layer", n.Op == "MatMul") : null
        )[0]!;
        graph.AddOutput("dw", gradient);

        var nodes = graph.Sort();
        Assert.Equal(2, nodes.Count(n => n.Op == "Tanh"));
        Assert.Equal(b, Assert.Single(nodes, n => n.Op == "After").Input(0));
        // Of the product before it the first result, kept; of what is computed again only the forward pass reads the first.
        Assert.Equal(2, nodes.Count(n => n.Op == "Add" && n.Inputs.Contains(product)));
        Assert.Equal([second.Producer!], nodes.Where(n => n.Inputs.Contains(inner)));
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
