using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Gradients;

public sealed class ReverseSweepTests
{
    private readonly Graph _graph = new("sweep");

    [Fact]
    public void Sums_what_several_consumers_contribute()
    {
        var x = Input("x", 2);
        var y = Input("y", 2);
        var shared = x * y;
        // sum(3 xy + (xy)^2 + x): by x 3y + 2xy^2 + 1, by y 3x + 2x^2 y.
        var loss = Op.ReduceSum(shared + shared + shared + shared * shared + x);

        var came = Run(ReverseSweep.Gradients(loss, [x, y, shared]), [("x", [2, -1]), ("y", [5, 3])]);

        Assert.Equal([116, -8], came[0]!);
        Assert.Equal([46, 3], came[1]!);
        Assert.Equal([23, -3], came[2]!);
    }

    [Fact]
    public void Takes_several_losses_over_disjoint_values()
    {
        var generator = Input("generator", 2);
        var discriminator = Input("discriminator", 2);
        var made = generator * generator;
        var score = made * discriminator;

        var ofGenerator = ReverseSweep.Gradients(-Op.ReduceSum(score), [generator]);
        var ofDiscriminator = ReverseSweep.Gradients(Op.ReduceSum(score * score), [discriminator]);

        var came = Run([.. ofGenerator, .. ofDiscriminator], [("generator", [1, 2]), ("discriminator", [3, 5])]);
        Assert.Equal([-6, -20], came[0]!);
        Assert.Equal([6, 160], came[1]!);
    }

    [Fact]
    public void Gives_null_where_nothing_depends()
    {
        var x = Input("x", 2);
        var unrelated = Input("unrelated", 2);
        var stopped = Input("stopped", 2);
        var compared = Input("compared", 2);
        var loss = Op.ReduceSum(x * Op.StopGradient(stopped) * Op.Cast(Op.Less(x, compared), x.ElementType));

        var gradients = ReverseSweep.Gradients(loss, [unrelated, stopped, compared, x]);

        Assert.Equal([true, true, true, false], gradients.Select(g => g is null));
    }

    [Fact]
    public void Gives_one_for_the_loss_itself()
    {
        var x = _graph.AddInput("x", ElementType.Float64, []);

        Assert.Equal([1], Run(ReverseSweep.Gradients(x, [x]), [("x", [7])])[0]!);
    }

    [Fact]
    public void Gives_a_value_its_whole_shape()
    {
        var x = Input("x", 2, 3);

        var gradient = ReverseSweep.Gradients(Op.ReduceMean(x), [x])[0]!;

        Assert.Equal(Shape.Of(2, 3), gradient.Shape);
        Assert.Equal(Enumerable.Repeat(1.0 / 6, 6), Run([gradient], [("x", new double[6])])[0]!);
    }

    [Fact]
    public void Names_the_node_and_the_layer_that_has_no_rule()
    {
        var x = Input("x", 2);
        Value y;
        using (_graph.Within("dense_3"))
            y = Op.Update(
                "SgdUpdate",
                Op.Cast(x, ElementType.Float32),
                Op.Cast(x, ElementType.Float32),
                [],
                _graph.Constant(ConstantTensor.Vector(1f))
            )[0];

        var error = Assert.Throws<GraphException>(() => ReverseSweep.Gradients(Op.ReduceSum(y), [x]));

        Assert.StartsWith("node kerasharp.SgdUpdate of 'dense_3' has no gradient rule", error.Message);
    }

    [Fact]
    public void A_node_without_a_rule_does_no_harm_beside_the_way()
    {
        var x = Input("x", 1);
        var frozen = _graph.AddInput("frozen", ElementType.Float32, [1]);
        var y = Op.Update("SgdUpdate", frozen, frozen, [], _graph.Constant(ConstantTensor.Vector(1f)))[0];

        Assert.NotNull(ReverseSweep.Gradients(Op.ReduceSum(x * Op.Cast(y, ElementType.Float64)), [x])[0]);
    }

    [Fact]
    public void Refuses_a_loss_that_is_no_number()
    {
        var x = Input("x", 2);

        var error = Assert.Throws<GraphException>(() => ReverseSweep.Gradients(x, [x]));

        Assert.Equal(
            "A loss of Float64 (2,) came; gradients are taken of one floating-point number. Reduce it by a sum or a mean.",
            error.Message
        );
        Assert.Throws<GraphException>(() => ReverseSweep.Gradients(_graph.Scalar(1, ElementType.Int64), [x]));
    }

    [Fact]
    public void Nodes_of_the_gradient_come_from_the_layer_too()
    {
        var x = Input("x", 2);
        Value y;
        using (_graph.Within("dense_3"))
            y = Op.Tanh(x);

        var first = ReverseSweep.Gradients(Op.ReduceSum(y), [x])[0]!;
        var second = ReverseSweep.Gradients(Op.ReduceSum(first), [x])[0]!;

        Assert.Equal("dense_3/gradient", first.Producer!.Scope);
        Assert.Equal("dense_3/gradient", second.Producer!.Scope);
    }

    [Fact]
    public void Differentiates_deep_graphs_with_a_few_nodes_each()
    {
        const int Depth = 20_000;
        var x = Input("x", 1);
        var y = x;
        for (int i = 0; i < Depth; i++)
            y = i % 2 == 0 ? Op.Sigmoid(y) : y + x;

        var gradient = ReverseSweep.Gradients(Op.ReduceSum(y), [x])[0]!;

        int nodes = _graph.Sort([gradient]).Count;
        Assert.InRange(nodes, Depth, 8 * Depth);
    }

    [Fact]
    public void Undoes_broadcasting_of_any_shapes()
    {
        foreach (int seed in GradientCases.Seeds(200))
        {
            var draw = new Draw(seed);
            var graph = new Graph();
            long[] whole = draw.Dims();
            long[] narrow = draw.Narrowed(whole);
            var a = graph.AddInput("a", ElementType.Float64, Shape.Of(whole));
            var b = graph.AddInput("b", ElementType.Float64, Shape.Of(narrow));
            var y = draw.Of<Func<Value, Value, Value>>(Op.Add, (p, q) => Op.Add(q, p), Op.Sub)(a, b);
            long[] axes = draw.Chance() ? [] : draw.Axes(whole.Length, 0);
            var loss = Op.ReduceSum(Op.ReduceSum(y, axes, keepDims: draw.Chance()));

            var gradient = ReverseSweep.Gradients(loss, [b])[0]!;

            graph.AddOutput("g", gradient);
            double sign = y.Producer!.Op == "Sub" ? -1 : 1;
            double expected = sign * Count(whole) / Count(narrow);
            var came = GraphRunner.Run(
                graph,
                new Dictionary<string, ConstantTensor> { ["a"] = draw.Normal(whole), ["b"] = draw.Normal(narrow) }
            )["g"];
            Assert.Equal(narrow, came.Shape.ToArray());
            Assert.All(came.ToDoubles(), element => Assert.Equal(expected, element));
        }
    }

    [Fact]
    public void A_penalty_on_a_gradient_is_trained_through()
    {
        // As a Wasserstein GAN's critic: the mean over examples of (|d score / d x| - 1)^2, by the weights.
        foreach (int seed in GradientCases.Seeds())
        {
            var draw = new Draw(seed);
            var @case = new GradientCase(
                v =>
                {
                    var hidden = Op.Tanh(Op.MatMul(v[0], v[1]) + v[2]);
                    var hidden2 = Op.Softplus(Op.Gemm(hidden, v[3], c: v[4]));
                    var score = Op.ReduceSum(Op.MatMul(hidden2, v[5]));
                    var slope = ReverseSweep.Gradients(score, [v[0]])[0]!;
                    var norm = Op.Sqrt(Op.ReduceSum(slope * slope, [1]));
                    return (norm - 1) * (norm - 1);
                },
                draw.Normal(4, 3),
                draw.Normal(3, 5),
                draw.Normal(5),
                draw.Normal(5, 2),
                draw.Normal(2),
                draw.Normal(2, 1)
            );
            GradientCheck.Once(@case, draw);
        }
    }

    private static double Count(long[] dims) => dims.Aggregate(1L, (product, d) => product * d);

    private Value Input(string name, params long[] dims) => _graph.AddInput(name, ElementType.Float64, Shape.Of(dims));

    private double[]?[] Run(IReadOnlyList<Value?> gradients, (string Name, double[] Numbers)[] point)
    {
        for (int i = 0; i < gradients.Count; i++)
            if (gradients[i] is { } gradient)
                _graph.AddOutput($"g{i}", gradient);
        var inputs = point.ToDictionary(
            p => p.Name,
            p => ConstantTensor.Of<double>(p.Numbers, _graph.FindInput(p.Name)!.Shape.ToArray())
        );
        var outputs = GraphRunner.Run(_graph, inputs);
        return gradients.Select((_, i) => outputs.GetValueOrDefault($"g{i}")?.ToDoubles()).ToArray();
    }
}
