using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ScanOrderTests
{
    private static readonly int[] First = [0, 3, 1, 2];
    private static readonly int[] Last = [0, 2, 3, 1];

    [Fact]
    public void A_convolutional_cell_with_channels_last_does_not_transpose_in_its_turns()
    {
        var graph = Cell();
        var before = GraphRunner.Run(graph, Inputs(graph));

        Simplify.Run(graph);
        ScanHoist.Run(graph);
        AxisOrder.Run(graph);
        Simplify.Run(graph);

        var turn = ControlFlow.Body(graph.Sort().Single(n => n.Op == "Scan"));
        Assert.DoesNotContain(turn.Sort(), n => n.Op == "Transpose");
        Assert.Equal(["Conv", "Add", "Split"], turn.Sort().Take(3).Select(n => n.Op));
        var after = GraphRunner.Run(graph, Inputs(graph));
        foreach (var (name, numbers) in before)
            Assert.Equal(numbers.ToDoubles(), after[name].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Its_gradient_does_not_either()
    {
        var graph = Cell();
        Simplify.Run(graph);
        ScanHoist.Run(graph);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        var by = new[] { "x", "w" }.Select(n => graph.FindInput(n)!).ToArray();
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(graph.FindOutput("steps")!.Value), by);
        graph.RemoveOutput("steps");
        graph.RemoveOutput("last");
        graph.AddOutput("dx", gradients[0]!);
        graph.AddOutput("dw", gradients[1]!);

        ScanTrim.Run(graph);
        ScanHoist.Run(graph);

        // Convolutions' gradients turn kernels, which has nothing to do with the order of the images' axes.
        foreach (var scan in graph.Sort().Where(n => n.Op == "Scan"))
            Assert.DoesNotContain(
                ControlFlow.Body(scan).Sort(),
                n =>
                    n.Op == "Transpose"
                    && Reshaping.Permutation(n) is { Length: 4 } p
                    && (p.SequenceEqual(First) || p.SequenceEqual(Last))
            );
    }

    [Fact]
    public void What_depends_on_outside_values_alone_is_computed_once()
    {
        var graph = new Graph();
        var h = graph.AddInput("h", ElementType.Float32, [2, 3]);
        var x = graph.AddInput("x", ElementType.Float32, [5, 2, 3]);
        var w = graph.AddInput("w", ElementType.Float32, [3, 6]);
        graph.AddOutput(
            "y",
            Op.Scan(
                [h],
                [x],
                [w],
                (_, v) =>
                {
                    var parts = Op.Split(v[2], 1, 3, 3);
                    var sum = Op.MatMul(v[0], Op.Transpose(parts[0], 1, 0)) + Op.MatMul(v[1], Op.Tanh(parts[1]));
                    return [sum, sum];
                }
            )[1]
        );
        var before = GraphRunner.Run(graph, Inputs(graph));

        ScanHoist.Run(graph);

        var scan = graph.Sort().Single(n => n.Op == "Scan");
        Assert.Equal(["MatMul", "MatMul", "Add"], ControlFlow.Body(scan).Sort().Select(n => n.Op));
        Assert.Equal(["Split", "Tanh", "Transpose"], graph.Sort().Where(n => n != scan).Select(n => n.Op).Order());
        Assert.Equal(before["y"].ToDoubles(), GraphRunner.Run(graph, Inputs(graph))["y"].ToDoubles());
    }

    [Fact]
    public void Scans_give_what_they_gave_after_every_pass()
    {
        foreach (var (name, entry) in GradientCatalog.All)
        {
            if (!name.StartsWith("ControlFlow: scan", StringComparison.Ordinal))
                continue;
            foreach (int seed in GradientCases.Seeds(5))
            {
                var draw = entry.Draw(seed);
                var (graph, inputs) = GradientCheck.Build(entry.Make(draw), draw);
                var expected = GraphRunner.Run(graph, inputs);
                ScanHoist.Run(graph);
                AxisOrder.Run(graph);
                ScanTrim.Run(graph);
                var came = GraphRunner.Run(graph, inputs);
                foreach (var (output, numbers) in expected)
                    Assert.Equal(
                        numbers.ToDoubles(),
                        came[output].ToDoubles(),
                        (a, b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(a))
                    );
            }
        }
    }

    /// <summary>A state of pictures that is convolved in each turn, between transpositions, and gates along the last axis.</summary>
    private static Graph Cell()
    {
        var graph = new Graph("cell");
        var h = graph.AddInput("h", ElementType.Float32, [2, 5, 5, 3]);
        var x = graph.AddInput("x", ElementType.Float32, [4, 2, 5, 5, 6]);
        var w = graph.AddInput("w", ElementType.Float32, [3, 3, 3, 6]);
        var outputs = Op.Scan(
            [h],
            [x],
            [w],
            (g, v) =>
            {
                var convolved = g.Emit(
                    "Conv",
                    new Attributes { { "kernel_shape", (long[])[3, 3] }, { "pads", (long[])[1, 1, 1, 1] } },
                    Op.Transpose(v[0], First),
                    Op.Transpose(v[2], 3, 2, 0, 1)
                );
                var gates = Op.Split(Op.Transpose(convolved, Last) + v[1], 3, 3, 3);
                var open = Op.Sigmoid(gates[0]);
                var next = open * v[0] + (1 - open) * Op.Tanh(gates[1]);
                return [next, next];
            }
        );
        graph.AddOutput("last", outputs[0]);
        graph.AddOutput("steps", outputs[1]);
        return graph;
    }

    private static Dictionary<string, ConstantTensor> Inputs(Graph graph)
    {
        var d = new Draw(3);
        return graph.Inputs.ToDictionary(
            i => i.Name!,
            i =>
                ConstantTensor.Of<float>(
                    Array.ConvertAll(d.Normal(i.Shape.ToArray()).ToDoubles(), e => (float)e),
                    i.Shape.ToArray()
                )
        );
    }
}
