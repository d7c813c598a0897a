using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Gradients that see in the forward result what was dropped.</summary>
public sealed class DropFormsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gives_the_same_bits_as_drawing_again(bool again)
    {
        var plain = Differentiated(again);
        var followed = Differentiated(again);
        DropForms.Run(followed);

        Assert.Equal(0, Following(plain));
        Assert.Equal(1, Following(followed));
        var inputs = Inputs();
        var expected = GraphRunner.Run(plain, inputs);
        var came = GraphRunner.Run(followed, inputs);
        Assert.All(expected, output => Assert.Equal(output.Value.ToDoubles(), came[output.Key].ToDoubles()));
        // 0 and -0 that were kept are not taken for what was dropped.
        Assert.Contains(expected["dx"].ToDoubles()[..4], g => g != 0);
    }

    [Fact]
    public void Keeps_no_result_for_it_that_nobody_else_reads()
    {
        var graph = new Graph();
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [3, 4]);
        var w = graph.AddInput("w", ElementType.Float32, [3, 4]);
        var y = Op.RandomDrop(state, x, 0, 0.5) + w;
        graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(y * y), [x])[0]!);

        DropForms.Run(graph);

        Assert.Equal(0, Following(graph));
    }

    private static int Following(Graph graph) => graph.Sort().Count(n => n.Attributes.Has("follows"));

    private static Graph Differentiated(bool again)
    {
        var graph = new Graph();
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [37, 5]);
        var w = graph.AddInput("w", ElementType.Float32, [5, 3]);
        var y = Op.MatMul(Op.RandomDrop(state, x, 0, 0.5, again: again), w);
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), [x, w]);
        graph.AddOutput("dx", gradients[0]!);
        graph.AddOutput("dw", gradients[1]!);
        return graph;
    }

    private static Dictionary<string, ConstantTensor> Inputs()
    {
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 37 * 5).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] w = [.. Enumerable.Range(0, 15).Select(_ => (float)(random.NextDouble() - 0.5))];
        (x[0], x[1], x[2], x[3]) = (0, -0f, 0, -0f);
        return new()
        {
            ["state"] = ConstantTensor.Of<long>([5, 11], 2),
            ["x"] = ConstantTensor.Of<float>(x, 37, 5),
            ["w"] = ConstantTensor.Of<float>(w, 5, 3),
        };
    }
}
