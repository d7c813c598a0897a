using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Activations;

public sealed class ReluRuleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(16384)]
    [InlineData(16385)]
    [InlineData(300_001)]
    public void GivesTheGradientWhereTheOutputIsPositive(int length)
    {
        var random = new Random(length);
        float[] y = Draw(random, length, [0, -0f, float.NaN, float.PositiveInfinity, float.Epsilon]);
        float[] dy = Draw(random, length, [0, -0f, 1e-40f, float.MaxValue]);

        float[] dx = Float32Graph.Run(Node(length), dy, y)[0];

        Assert.Equal(Enumerable.Range(0, length).Select(i => y[i] > 0 ? dy[i] : 0), dx);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1000)]
    [InlineData(70_001)]
    public void EqualsItsTwinInEveryBit(int length)
    {
        var random = new Random(length);
        float[] special = [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon];
        float[] y = Draw(random, length, special);
        float[] dy = Draw(random, length, special);

        float[] dx = Float32Graph.Run(Node(length), dy, y)[0];
        float[] twin = Float32Graph.RunTwin(Node(length), dy, y)[0];

        Assert.Equal(twin.Select(Bits), dx.Select(Bits));

        // The sign of a NaN is nobody's promise.
        static int Bits(float x) => float.IsNaN(x) ? int.MaxValue : BitConverter.SingleToInt32Bits(x);
    }

    [Fact]
    public void IsTheGradientOfReluInFloat32()
    {
        Assert.Contains(Differentiate(ElementType.Float32).Sort(), node => node.Op == "ReluGradient");
        Assert.All(Differentiate(ElementType.Float64).Sort(), node => Assert.Equal("", node.Domain));
    }

    [Fact]
    public void AGradientThatIsStillToBeBroadcastIsAProduct()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(2, 3));
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(Op.Relu(x)), [x])[0]!);

        Assert.All(graph.Sort(), node => Assert.Equal("", node.Domain));
        Assert.Equal([0, 1, 0, 1, 1, 0], Float32Graph.Run(graph, [-1, 2, 0, 0.5f, 3, -4])[0]);
    }

    [Fact]
    public void DifferentiatedAgainMasksAgain()
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(4));
        var y = graph.AddInput("y", ElementType.Float32, Shape.Of(4));
        var factors = graph.AddInput("factors", ElementType.Float32, Shape.Of(4));
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(Op.ReluGradient(dy, y) * factors), [dy, y]);
        graph.AddOutput("by_dy", gradients[0]!);

        Assert.Null(gradients[1]);
        Assert.Equal([0, 6, 7, 0], Float32Graph.Run(graph, [1, 2, 3, 4], [0, 1, 2, -1], [5, 6, 7, 8])[0]);
    }

    [Fact]
    public void LetsATranspositionThrough()
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(2, 3));
        var y = graph.AddInput("y", ElementType.Float32, Shape.Of(2, 3));
        var dx = Op.ReluGradient(Op.Transpose(dy, [1, 0]), Op.Transpose(y, [1, 0]));
        graph.AddOutput("dx", Op.Transpose(dx, [1, 0]));

        AxisOrder.Run(graph);
        Simplify.Run(graph);

        Assert.Equal("ReluGradient", Assert.Single(graph.Sort()).Op);
    }

    [Fact]
    public void RefusesAGradientOfAnotherShape()
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(3));
        var y = graph.AddInput("y", ElementType.Float32, Shape.Of(2, 3));
        Assert.Throws<GraphException>(() => graph.Add("kerasharp", "ReluGradient", [dy, y]));

        using var session = new Session(
            Models.Bytes(
                [Models.Node("ReluGradient", ["dy", "y"], ["dx"], "kerasharp")],
                [Models.Tensor("dy", 3), Models.Tensor("y", 2, 3)],
                [Models.Tensor("dx", 2, 3)]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("dy", DeviceTensor.Allocate(ElementType.Float32, [3]));
        binding.BindInput("y", DeviceTensor.Allocate(ElementType.Float32, [2, 3]));
        binding.BindOutput("dx", DeviceTensor.Allocate(ElementType.Float32, [2, 3]));
        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));
        Assert.Contains(
            "a gradient (3,) for an activation (2, 3)",
            Assert.IsType<ArgumentException>(error.InnerException).Message
        );
    }

    private static Graph Node(int length)
    {
        var graph = new Graph();
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(length));
        var y = graph.AddInput("y", ElementType.Float32, Shape.Of(length));
        graph.AddOutput("dx", graph.Add("kerasharp", "ReluGradient", [dy, y]).Output);
        return graph;
    }

    private static Graph Differentiate(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, Shape.Of(2, 3));
        var y = Op.Relu(x);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * y), [x])[0]!);
        return graph;
    }

    private static float[] Draw(Random random, int length, float[] special) =>
        [
            .. Enumerable
                .Range(0, length)
                .Select(_ =>
                    random.Next(3) == 0 ? special[random.Next(special.Length)] : (float)(random.NextDouble() * 2 - 1)
                ),
        ];
}
