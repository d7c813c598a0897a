using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class PoolFirstTests
{
    private static readonly long[] Dims = [2, 3, 7, 9];

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 1, 0)]
    public void Values_and_gradients_stay_as_they_are(int kernel, int stride, int pad)
    {
        var random = new Random(kernel);
        // Whole numbers, mostly negative: windows that become 0 altogether, and ties.
        float[] elements = [.. Enumerable.Range(0, 2 * 3 * 7 * 9).Select(_ => (float)random.Next(-6, 4))];

        var (plain, moved) = (Build(kernel, stride, pad, pass: false), Build(kernel, stride, pad, pass: true));

        Assert.Equal(["Relu", "MaxPool"], Forward(plain));
        Assert.Equal(["MaxPool", "Relu"], Forward(moved));
        var expected = Run(plain, elements);
        var came = Run(moved, elements);
        Assert.Equal(expected["y"].ToDoubles(), came["y"].ToDoubles());
        Assert.Equal(expected["dx"].ToDoubles(), came["dx"].ToDoubles());
        Assert.Contains(expected["dx"].ToDoubles(), e => e != 0);
    }

    [Fact]
    public void A_relu_that_another_node_reads_stays()
    {
        var graph = new Graph();
        var relu = Op.Relu(graph.AddInput("x", ElementType.Float32, Shape.Of(Dims)));
        graph.AddOutput("y", Op.MaxPool(relu, [2, 2], [2, 2]));
        graph.AddOutput("z", relu);

        PoolFirst.Run(graph);

        Assert.Equal(["Relu", "MaxPool"], Forward(graph));
    }

    [Fact]
    public void A_pooling_that_tells_places_stays()
    {
        var graph = new Graph();
        var pooled = Op.MaxPool(Op.Relu(graph.AddInput("x", ElementType.Float32, Shape.Of(Dims))), [2, 2], [2, 2]);
        graph.AddOutput("y", pooled);
        graph.AddOutput("places", pooled.Producer!.Outputs[1]);

        PoolFirst.Run(graph);

        Assert.Equal(["Relu", "MaxPool"], Forward(graph));
    }

    private static Graph Build(int kernel, int stride, int pad, bool pass)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(Dims));
        graph.AddOutput("y", Op.MaxPool(Op.Relu(x), [kernel, kernel], [stride, stride], [pad, pad, pad, pad]));
        if (pass)
            PoolFirst.Run(graph);
        var y = graph.FindOutput("y")!.Value;
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * y + y), [x])[0]!);
        return graph;
    }

    private static string[] Forward(Graph graph) =>
        [.. graph.Sort([graph.FindOutput("y")!.Value]).Select(node => node.Op)];

    private static Dictionary<string, ConstantTensor> Run(Graph graph, float[] elements) =>
        GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>(elements, Dims) }
        );
}
