using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ScanTrimTests
{
    private readonly Graph _graph = new("trim");

    [Fact]
    public void What_nobody_reads_is_not_computed()
    {
        var h = _graph.AddInput("h", ElementType.Float32, [2, 3]);
        var counter = _graph.AddInput("counter", ElementType.Float32, [3]);
        var x = _graph.AddInput("x", ElementType.Float32, [4, 2, 3]);
        var other = _graph.AddInput("other", ElementType.Float32, [4, 3]);
        var w = _graph.AddInput("w", ElementType.Float32, [3]);
        var scan = Op.Scan(
            [counter, h],
            [other, x],
            [w, h],
            (_, v) => [v[0] + v[2] * v[4], v[1] * v[3], v[1], v[5] + v[3]]
        );
        _graph.AddOutput("last", scan[1]);
        _graph.AddOutput("before", scan[2]);

        ScanTrim.Run(_graph);

        var node = Assert.Single(_graph.Sort());
        Assert.Equal(["h", "x"], node.Inputs.Select(i => i!.Name));
        Assert.Equal(2, node.Outputs.Count);
        Assert.Equal(["Mul"], ControlFlow.Body(node).Sort().Select(n => n.Op));
    }

    [Fact]
    public void One_sequence_stays_to_count_the_turns()
    {
        var h = _graph.AddInput("h", ElementType.Float32, [3]);
        var x = _graph.AddInput("x", ElementType.Float32, [4, 3]);
        var y = _graph.AddInput("y", ElementType.Float32, [4, 3]);
        _graph.AddOutput("last", Op.Scan([h], [x, y], [], (_, v) => [v[0] * 2, v[1] + v[2]])[0]);

        ScanTrim.Run(_graph);

        Assert.Equal(["h", "x"], Assert.Single(_graph.Sort()).Inputs.Select(i => i!.Name));
        var came = GraphRunner.Run(
            _graph,
            new Dictionary<string, ConstantTensor>
            {
                ["h"] = ConstantTensor.Vector(1f, 2f, 3f),
                ["x"] = ConstantTensor.Filled(0, ElementType.Float32, [4, 3]),
                ["y"] = ConstantTensor.Filled(0, ElementType.Float32, [4, 3]),
            }
        );
        Assert.Equal([16, 32, 48], came["last"].ToDoubles());
    }

    [Fact]
    public void A_weight_that_is_not_trained_costs_no_gradient()
    {
        var h = _graph.AddInput("h", ElementType.Float32, [2, 3]);
        var x = _graph.AddInput("x", ElementType.Float32, [4, 2, 3]);
        var (w, mask) = (
            _graph.AddInput("w", ElementType.Float32, [3, 3]),
            _graph.AddInput("mask", ElementType.Float32, [2, 3])
        );
        var last = Op.Scan([h], [x], [w, mask], (_, v) => [Op.Tanh(Op.MatMul(v[0] * v[3], v[2]) + v[1])])[0];
        _graph.AddOutput("dx", ReverseSweep.Gradients(Op.ReduceSum(last), [x])[0]!);

        ScanTrim.Run(_graph);

        var scans = _graph.Sort().FindAll(n => n.Op == "Scan");
        // Forward the state, and its values for the gradient of tanh; backward the state's gradient, and the input's.
        Assert.Equal([2, 2], scans.Select(s => s.Outputs.Count));
        Assert.DoesNotContain(ControlFlow.Body(scans[1]).Sort(), n => n.Attributes.Int("transA") != 0);
    }

    [Fact]
    public void Numbers_stay_what_they_are()
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
                // One gradient at a time, so that the others are left out.
                foreach (string output in expected.Keys)
                {
                    var part = GraphCopy.Of(graph);
                    foreach (string others in expected.Keys.Where(k => k != output))
                        part.RemoveOutput(others);
                    ScanTrim.Run(part);
                    var came = GraphRunner.Run(
                        part,
                        inputs.Where(i => part.FindInput(i.Key) is not null).ToDictionary()
                    );
                    Assert.Equal(expected[output].ToDoubles(), came[output].ToDoubles());
                }
            }
        }
    }
}
