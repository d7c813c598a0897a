using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ControlFlowTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "if", If, true },
            { "if within if", IfWithinIf, true },
            { "scan: sums, products and means", Running, true },
            { "scan: a recurrent network", d => Recurrent(d, reverse: false), true },
            { "scan: a recurrent network from the end", d => Recurrent(d, reverse: true), true },
            { "scan: other axes and directions", Axes, true },
            { "scan: a state that goes on as it is, and numbers of turns", Counting, true },
            { "scan within scan", Nested },
            { "scan of an if", ScanOfIf },
            { "loop of a known number of turns", Counted, true },
        };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void If_runs_one_branch(bool holds)
    {
        var graph = new Graph();
        var condition = graph.AddInput("condition", ElementType.Bool, []);
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        graph.AddOutput("y", Op.If(condition, [x], (_, v) => [v[0] * 2], (_, v) => [v[0] - 1])[0]);

        var y = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["condition"] = ConstantTensor.Of<bool>([holds]),
                ["x"] = ConstantTensor.Vector(3f, 4f),
            }
        )["y"];

        Assert.Equal(holds ? [6, 8] : [2, 3], y.ToDoubles());
    }

    [Fact]
    public void A_known_condition_leaves_its_branch_alone()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        var yes = Op.Less(Op.ShapeOf(x), graph.Ints(3));
        graph.AddOutput("y", Op.If(Op.Squeeze(yes, [0]), [x], (_, v) => [v[0] * 2], (_, v) => [v[0] - 1])[0]);

        Simplify.Run(graph);

        Assert.Equal(["Mul"], graph.Sort().Select(n => n.Op));
    }

    [Fact]
    public void Loop_goes_on_as_long_as_its_condition_holds()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, []);
        var limit = graph.AddInput("limit", ElementType.Float32, []);
        var outputs = Op.Loop(
            null,
            null,
            [x],
            [limit],
            (g, v) =>
            {
                var next = v[2] * 2;
                return [Op.Less(next, v[3]), next, next + Op.Cast(v[0], ElementType.Float32)];
            }
        );
        graph.AddOutput("last", outputs[0]);
        graph.AddOutput("all", outputs[1]);

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of([1f]),
                ["limit"] = ConstantTensor.Of([7f]),
            }
        );

        Assert.Equal([8], came["last"].ToDoubles());
        Assert.Equal([2, 5, 10], came["all"].ToDoubles());
        Assert.False(outputs[1].Shape[0].IsKnown);
    }

    [Fact]
    public void Loop_takes_values_that_grow()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [1]);
        var outputs = Op.Loop(
            graph.Scalar(3, ElementType.Int64),
            null,
            [x],
            [],
            (g, v) => [v[1], Op.Concat([v[2], v[2]], 0)]
        );
        graph.AddOutput("y", outputs[0]);

        var y = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(5f) })[
            "y"
        ];

        Assert.Equal(Enumerable.Repeat(5.0, 8), y.ToDoubles());
        Assert.Equal(Dim.Unknown.Symbol, outputs[0].Shape[0].Symbol);
    }

    [Fact]
    public void A_loop_that_data_end_has_no_gradient_and_says_so()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, []);
        var y = Op.Loop(null, null, [x], [], (g, v) => [Op.Less(v[2], v[2].Like(9)), v[2] * 2])[0];

        var error = Assert.Throws<GraphException>(() => ReverseSweep.Gradients(y, [x]));

        Assert.Equal(
            "node Loop runs as often as data say, and a weight that is to be trained reaches the loss through it; only a number of turns that is known has a gradient. Give the number of turns as a constant, or write a Scan.",
            error.Message
        );
    }

    [Fact]
    public void The_forward_scan_gives_out_what_the_backward_scan_reads_and_a_weight_s_gradient_is_one_product()
    {
        var graph = new Graph();
        var h = graph.AddInput("h", ElementType.Float32, [2, 3]);
        var x = graph.AddInput("x", ElementType.Float32, [5, 2, 3]);
        var w = graph.AddInput("w", ElementType.Float32, [3, 3]);
        var states = Op.Scan([h], [x], [w], (g, v) => Twice(Op.Tanh(Op.MatMul(v[0], v[2]) + v[1])));

        var dw = ReverseSweep.Gradients(Op.ReduceSum(states[1]), [w])[0]!;
        graph.AddOutput("dw", dw);

        Assert.Equal("Gemm", dw.Producer!.Op);
        var backward = graph.Sort().Last(n => n.Op == "Scan");
        Assert.DoesNotContain(ControlFlow.Body(backward).Sort(), n => n.Op is "Tanh" or "Add" && n.Inputs.Count == 1);
        Assert.Single(ControlFlow.Body(backward).Sort(), n => n.Op == "Gemm");
        // The states before each turn, beside the ones after it, which were given out anyway.
        Assert.Equal(3, states[0].Producer!.Outputs.Count);
    }

    [Fact]
    public void The_graph_does_not_grow_with_the_number_of_turns()
    {
        Assert.Equal(Nodes(3), Nodes(300));

        static int Nodes(long length)
        {
            var graph = new Graph();
            var h = graph.AddInput("h", ElementType.Float32, [2, 3]);
            var x = graph.AddInput("x", ElementType.Float32, [length, 2, 3]);
            var loss = Op.ReduceSum(Op.Scan([h], [x], [], (g, v) => Twice(Op.Tanh(v[0] * v[1])))[1]);
            var gradients = ReverseSweep.Gradients(loss, [h, x]);
            return graph.Sort([.. gradients!]).Sum(n => 1 + n.Subgraphs().Sum(g => g.Sort().Count));
        }
    }

    [Fact]
    public void Symbols_are_bound_within_bodies_too()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Symbolic("time"), Dim.Batch, 3]);
        var h = graph.AddInput("h", ElementType.Float32, [Dim.Batch, 3]);
        graph.AddOutput("y", Op.Scan([h], [x], [], (g, v) => Twice(v[0] + v[1]))[1]);

        var bound = GraphCopy.Bind(graph, new Dictionary<string, long> { ["batch"] = 4, ["time"] = 7 });

        Assert.Equal(Shape.Of(7, 4, 3), bound.FindOutput("y")!.Value.Shape);
        Assert.Equal(Shape.Of(4, 3), ControlFlow.Body(bound.Sort().Single()).Inputs[0].Shape);
    }

    [Fact]
    public void Bodies_keep_their_names_apart_from_the_outer_graph_s()
    {
        var graph = new Graph();
        var x = graph.AddInput("turn_in0", ElementType.Float32, [2, 3]);
        var h = graph.AddInput("turn_out0", ElementType.Float32, [3]);
        var w = Op.Tanh(h);
        var y = Op.Scan([h], [x], [w], (g, v) => Twice(Op.Tanh(v[0] + v[1]) + v[2]))[1];
        graph.AddOutput("y", Op.Tanh(y));
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["turn_in0"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6], 2, 3),
            ["turn_out0"] = ConstantTensor.Vector(0.1f, 0.2f, 0.3f),
        };
        var expected = new double[6];
        double[] state = [0.1f, 0.2f, 0.3f];
        for (int i = 0; i < 6; i++)
        {
            state[i % 3] = Math.Tanh(state[i % 3] + i + 1) + Math.Tanh((i % 3 + 1) * 0.1f);
            expected[i] = Math.Tanh(state[i % 3]);
        }

        var once = GraphRunner.Run(graph, inputs)["y"].ToDoubles();
        var again = GraphRunner.Run(ModelReader.FromBytes(ModelWriter.ToBytes(graph)), inputs)["y"].ToDoubles();

        Assert.Equal(expected, once, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(once, again);
    }

    [Fact]
    public void Refuses_branches_and_bodies_that_do_not_fit()
    {
        var graph = new Graph();
        var condition = graph.AddInput("condition", ElementType.Bool, []);
        var x = graph.AddInput("x", ElementType.Float32, [4, 2]);
        var y = graph.AddInput("y", ElementType.Float32, [3, 2]);

        Throws(
            "gives Float32 (4, 2) in one case and Int64 (4, 2) in another",
            () => Op.If(condition, [x], (_, v) => [v[0]], (_, v) => [Op.Cast(v[0], ElementType.Int64)])
        );
        Throws(
            "has branches of 1 and 2 outputs",
            () => Op.If(condition, [x], (_, v) => [v[0]], (_, v) => [v[0], v[0]])
        );
        Throws("got a condition of Float32 (4, 2)", () => Op.If(x, [x], (_, v) => [v[0]], (_, v) => [v[0]]));
        Throws("sequences of 4 and 3 elements", () => Op.Scan([], [x, y], [], (_, v) => [v[0] + v[1]]));
        Throws("of which num_scan_inputs = 0", () => Op.Scan([x], [], [], (_, v) => [v[0]]));

        static void Throws(string part, Action action) =>
            Assert.Contains(part, Assert.Throws<GraphException>(action).Message);
    }

    private static Value[] Twice(Value value) => [value, value];

    private static Value Product(IReadOnlyList<Value> values) =>
        values.Select(v => Op.ReduceSum(v * v)).Aggregate((a, b) => a * 0.5 + b);

    private static GradientCase If(Draw d)
    {
        long[] dims = d.Dims(leastRank: 1);
        double sign = d.Chance() ? 1 : -1;
        return new(
            v =>
            {
                var results = Op.If(
                    Op.Greater(v[2], v[2].Like(0)),
                    [v[0], v[1]],
                    (_, x) => [x[0] * x[1] * x[1], x[0]],
                    (_, x) => [Op.Exp(x[0]), x[1] * 3]
                );
                return results[0] * results[1];
            },
            d.Normal(dims),
            d.Normal(dims),
            ConstantTensor.Of([sign])
        );
    }

    private static GradientCase IfWithinIf(Draw d)
    {
        var (outer, inner) = (d.Chance() ? 1.0 : -1, d.Chance() ? 1.0 : -1);
        return new(
            v =>
                Op.If(
                    Op.Greater(v[2], v[2].Like(0)),
                    [v[0], v[1], v[3]],
                    (_, x) => [x[0] * Inner(x)],
                    (_, x) => [x[1] * x[1]]
                )[0],
            d.Normal(3),
            d.Normal(3),
            ConstantTensor.Of([outer]),
            ConstantTensor.Of([inner])
        );

        static Value Inner(Value[] x) =>
            Op.If(Op.Greater(x[2], x[2].Like(0)), [x[0], x[1]], (_, y) => [y[0] * y[1]], (_, y) => [Op.Exp(y[1])])[0];
    }

    private static GradientCase Running(Draw d)
    {
        long[] dims = d.Dims(greatestRank: 3);
        long length = d.Int(1, 4);
        return new(
            v =>
                Product(
                    Op.Scan(
                        [v[0], v[1]],
                        [v[2]],
                        [v[3]],
                        (_, x) => [x[0] + x[2] * x[3], x[1] * x[2], x[0] * x[3], Op.ReduceSum(x[1])]
                    )
                ),
            d.Normal(dims),
            d.Normal(dims),
            d.Normal([length, .. dims]),
            d.Normal(d.Narrowed(dims))
        );
    }

    private static GradientCase Recurrent(Draw d, bool reverse)
    {
        var (length, batch, units, width) = (d.Int(1, 4), d.Int(1, 3), d.Int(1, 3), d.Int(1, 3));
        return new(
            v =>
                Product(
                    Op.Scan(
                        [v[0]],
                        [v[1]],
                        [v[2], v[3], v[4]],
                        (_, x) => Twice(Op.Tanh(Op.MatMul(x[0], x[2]) + Op.MatMul(x[1], x[3]) + x[4])),
                        reverse
                    )
                ),
            d.Normal(batch, units),
            d.Normal(length, batch, width),
            d.Normal(units, units),
            d.Normal(width, units),
            d.Normal(units)
        );
    }

    private static GradientCase Axes(Draw d)
    {
        var (length, a, b) = (d.Int(1, 3), d.Int(1, 3), d.Int(1, 3));
        long[] inputDirections = [d.Int(0, 1), d.Int(0, 1)];
        long[] outputDirections = [d.Int(0, 1), d.Int(0, 1)];
        return new(
            v =>
            {
                var built = Op.Scan(
                    [v[0]],
                    [Op.Transpose(v[1], 2, 0, 1), v[2]],
                    [],
                    (_, x) => [x[0] * x[1] + x[2], x[0] * x[2], x[0] + x[1]]
                )[0].Producer!;
                var attributes = built.Attributes.Clone();
                attributes.Add("scan_input_axes", (long[])[-1, 0]);
                attributes.Add("scan_input_directions", inputDirections);
                attributes.Add("scan_output_axes", (long[])[1, -1]);
                attributes.Add("scan_output_directions", outputDirections);
                return Product(v[0].Graph.Add("", "Scan", [v[0], v[1], v[2]], attributes).Outputs);
            },
            d.Normal(a, b),
            d.Normal(a, b, length),
            d.Normal(length, a, b)
        );
    }

    /// <summary>States of which one is a whole number, and one is read but never changed.</summary>
    private static GradientCase Counting(Draw d)
    {
        long length = d.Int(1, 4);
        return new(
            v =>
            {
                var outputs = Op.Scan(
                    [v[0].Graph.Scalar(0, ElementType.Int64), v[0], v[1]],
                    [v[2]],
                    [],
                    (g, x) => [x[0] + 1, x[1], x[2] * Op.Cast(x[0], ElementType.Float64) + x[3] * x[1], x[2]]
                );
                return Product([outputs[1], outputs[2], outputs[3]]);
            },
            d.Normal(2),
            d.Normal(2),
            d.Normal(length, 2)
        );
    }

    private static GradientCase Nested(Draw d) =>
        new(
            v =>
                Product(
                    Op.Scan(
                        [v[0]],
                        [v[1]],
                        [v[2]],
                        (_, x) => Twice(Op.Scan([x[0]], [x[1]], [x[2]], (_, y) => [Op.Tanh(y[0] * y[1] + y[2])])[0])
                    )
                ),
            d.Normal(2),
            d.Normal(d.Int(1, 3), d.Int(1, 3), 2),
            d.Normal(2)
        );

    private static GradientCase ScanOfIf(Draw d) =>
        new(
            v =>
                Product(
                    Op.Scan(
                        [v[0]],
                        [v[1]],
                        [v[2]],
                        (_, x) =>
                            Twice(
                                Op.If(
                                    Op.Greater(Op.ReduceSum(x[1]), x[1].Like(0)),
                                    [.. x],
                                    (_, y) => [y[0] * y[1]],
                                    (_, y) => [y[0] + y[2]]
                                )[0]
                            )
                    )
                ),
            d.Normal(2),
            d.OffZero(d.Int(1, 4), 2),
            d.Normal(2)
        );

    private static GradientCase Counted(Draw d)
    {
        long turns = d.Int(0, 3);
        return new(
            v =>
                Product(
                    Op.Loop(
                        v[0].Graph.Scalar(turns, ElementType.Int64),
                        d.Chance() ? null : v[0].Graph.Scalar(1, ElementType.Bool),
                        [v[0]],
                        [v[1]],
                        (_, x) => [x[1], Op.Tanh(x[2] * x[3]) + Op.Cast(x[0], ElementType.Float64), x[2] * x[2]]
                    )
                ),
            d.Normal(3),
            d.Normal(3)
        );
    }
}
