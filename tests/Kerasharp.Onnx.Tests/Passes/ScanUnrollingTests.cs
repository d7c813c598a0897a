using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ScanUnrollingTests
{
    [Fact]
    public void Scans_written_out_give_the_same_numbers_forward_and_backward()
    {
        foreach (var (name, entry) in GradientCatalog.All.Where(e => IsScan(e.Key)))
        foreach (int seed in GradientCases.Seeds(5))
        {
            var draw = entry.Draw(seed);
            var (graph, inputs) = GradientCheck.Build(entry.Make(draw), draw);
            var expected = GraphRunner.Run(graph, inputs);

            ScanUnrolling.Run(graph);

            Assert.DoesNotContain(graph.Sort(), n => n.Op is "Scan" or "Loop");
            var came = GraphRunner.Run(graph, inputs);
            foreach (var (output, numbers) in expected)
                Assert.Equal(
                    numbers.ToDoubles(),
                    came[output].ToDoubles(),
                    (a, b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(a))
                );
        }

        static bool IsScan(string name) =>
            name.StartsWith("ControlFlow: scan", StringComparison.Ordinal)
            || name.StartsWith("ControlFlow: loop", StringComparison.Ordinal)
            || name.EndsWith("written out", StringComparison.Ordinal);
    }

    [Fact]
    public void Turns_of_an_unknown_number_stay_a_scan()
    {
        var graph = new Graph("open");
        var h = graph.AddInput("h", ElementType.Float32, [3]);
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Symbolic("time"), 3]);
        graph.AddOutput("y", Op.Scan([h], [x], [], (_, v) => [v[0] + v[1], v[0] * v[1]])[1]);

        ScanUnrolling.Run(graph);

        Assert.Equal(["Scan"], graph.Sort().Select(n => n.Op));
    }
}
