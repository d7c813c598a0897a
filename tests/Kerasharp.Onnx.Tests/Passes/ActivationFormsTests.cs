using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ActivationFormsTests
{
    private static readonly float[] X = [-9, -3, -1.5f, -0.2f, 0, 0.3f, 1, 5.9f, 6, 6.1f, 40];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_of_x_times_its_sigmoid_is_one_node(bool sigmoidFirst)
    {
        Value Silu(Value x) => sigmoidFirst ? Op.Sigmoid(x) * x : x * Op.Sigmoid(x);

        var graph = Differentiated(Silu);
        float[] before = Run(graph);

        ActivationForms.Run(graph);

        Assert.Equal(["SiluGradient"], graph.Sort().Select(n => n.Op));
        Assert.Equal(before, Run(graph), (p, q) => Math.Abs(p - q) <= 1e-6);
    }

    [Fact]
    public void The_gradient_of_a_relu_with_a_maximum_is_one_node_that_reads_its_clip()
    {
        static Value Relu6(Value x) => Op.Where(Op.GreaterOrEqual(x, x.Like(6)), x.Like(6), Op.Relu(x));

        var graph = Differentiated(Relu6, gives: true);
        float[] before = Run(graph);
        ReluCaps.Run(graph);

        ActivationForms.Run(graph);

        Assert.Equal(["Clip", "RampGradient"], graph.Sort().Select(n => n.Op));
        Assert.Equal("Clip", graph.Sort()[1].Input(1).Producer!.Op);
        Assert.Equal(before, Run(graph));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0], before);
    }

    [Fact]
    public void Sums_of_other_products_stay()
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, [4]);
        var x = graph.AddInput("x", ElementType.Float32, [4]);
        var other = graph.AddInput("other", ElementType.Float32, [4]);
        var (sigmoid, tanh) = (Op.Sigmoid(x), Op.Tanh(x));
        var gradients = ReverseSweep.Gradients(Op.ReduceSum((other * sigmoid + x * tanh) * dy), [x]);
        graph.AddOutput("dx", gradients[0]!);
        int count = graph.Sort().Count;

        ActivationForms.Run(graph);

        Assert.Equal(count, graph.Sort().Count);
    }

    private static Graph Differentiated(Func<Value, Value> function, bool gives = false)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [X.Length]);
        var dy = graph.AddInput("dy", ElementType.Float32, [X.Length]);
        var y = function(x);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * dy), [x])[0]!);
        if (gives)
            graph.AddOutput("y", y);
        Simplify.Run(graph);
        return graph;
    }

    private static float[] Run(Graph graph) => Float32Graph.Run(graph, X, [.. Enumerable.Repeat(1f, X.Length)])[0];
}
