using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class PoolFormsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pooling_and_its_gradient_hand_on_places_and_take_the_relu_along(bool relu)
    {
        var graph = Differentiated(x => relu ? Op.Relu(Pooled(x)) : Pooled(x));
        float[][] before = Run(graph);

        PoolForms.Run(graph);

        Assert.Equal(["PlacedMaxPool", "PlacedMaxPoolGradient"], graph.Sort().Select(n => n.Op));
        Assert.Equal(relu ? 1 : 0, graph.Sort()[0].Attributes.Int("relu"));
        Assert.Equal(before, Run(graph));
    }

    [Fact]
    public void A_relu_that_others_pass_by_stays()
    {
        var graph = Differentiated(x =>
        {
            var pooled = Pooled(x);
            return Op.Relu(pooled) + pooled;
        });
        float[][] before = Run(graph);

        PoolForms.Run(graph);

        Assert.Contains(graph.Sort(), n => n.Op == "PlacedMaxPool" && n.Attributes.Int("relu") == 0);
        Assert.Contains(graph.Sort(), n => n.Op == "Relu");
        Assert.Equal(before, Run(graph));
    }

    [Fact]
    public void Poolings_without_a_gradient_and_other_windows_stay()
    {
        var graph = new Graph();
        graph.AddOutput("y", Pooled(graph.AddInput("x", ElementType.Float32, [1, 2, 4, 6])));
        PoolForms.Run(graph);
        Assert.Equal(["MaxPool"], graph.Sort().Select(n => n.Op));

        var wide = Differentiated(x => Op.MaxPool(x, [2, 2], [2, 2], pads: [1, 0, 1, 0]), [1, 2, 3, 3]);
        PoolForms.Run(wide);
        Assert.DoesNotContain(wide.Sort(), n => n.Op == "PlacedMaxPool");
    }

    private static Value Pooled(Value x) => Op.MaxPool(x, [2, 2], [2, 2]);

    private static Graph Differentiated(Func<Value, Value> function, long[]? pooled = null)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1, 2, 4, 6]);
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(pooled ?? [1, 2, 2, 3]));
        var y = function(x);
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * dy), [x])[0]!);
        graph.AddOutput("y", y);
        Simplify.Run(graph);
        return graph;
    }

    private static float[][] Run(Graph graph)
    {
        var random = new Random(3);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1.5))];

        return Float32Graph.Run(graph, Draw(48), Draw(12));
    }
}
