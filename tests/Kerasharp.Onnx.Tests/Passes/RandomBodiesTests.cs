using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Random operators in branches and turns.</summary>
public sealed class RandomBodiesTests
{
    [Fact]
    public void The_branches_of_an_If_draw_apart()
    {
        using var draws = new Draws(g =>
            [
                Op.If(
                    g.AddInput("yes", ElementType.Bool, []),
                    [],
                    (b, _) => [Op.RandomUniform(b, [16])],
                    (b, _) => [Op.RandomUniform(b, [16])]
                )[0],
                Op.RandomUniform(g, [16]),
            ]
        );
        Assert.Equal(3, draws.NextSite);
        var (yes, no) = (At(1), At(0));

        Assert.NotEqual(yes[0], no[0]);
        Assert.NotEqual(yes[0], yes[1]);
        Assert.Equal(yes[1], no[1]);
        Assert.Equal(yes[0], At(1)[0]);

        double[][] At(double condition) =>
            Array.ConvertAll(
                draws.At(1, 2, ("yes", ConstantTensor.Scalar(condition, ElementType.Bool))),
                t => t.ToDoubles()
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_turn_draws_by_itself_also_within_another(bool seeded)
    {
        double? seed = seeded ? 5 : null;
        using var draws = new Draws(g =>
            [
                .. Op.Loop(
                    g.Scalar(3, ElementType.Int64),
                    null,
                    [],
                    [],
                    (body, outer) =>
                        [
                            outer[1],
                            Op.Loop(
                                body.Scalar(4, ElementType.Int64),
                                null,
                                [],
                                [],
                                (inner, turn) => [turn[1], Op.RandomUniform(inner, [8], seed: seed)]
                            )[0],
                        ]
                ),
                Op.Scan(
                    [],
                    [g.Ints(1, 2, 3, 4, 5)],
                    [],
                    (body, _) => [Op.RandomUniform(body, [8], seed: seeded ? 6 : null)]
                )[0],
            ]
        );
        double[][] numbers = [.. At(0), .. At(1), .. At(2)];

        Assert.Equal([96, 40], numbers[..2].Select(n => n.Length));
        Assert.Equal(numbers.Sum(n => n.Length), numbers.SelectMany(n => n).Distinct().Count());
        Assert.Equal(numbers[..2], At(0));

        double[][] At(long step) => Array.ConvertAll(draws.At(1, step), t => t.ToDoubles());
    }

    [Fact]
    public void A_scan_keeps_its_states_sequences_and_stacks()
    {
        using var draws = new Draws(g =>
        {
            var x = g.AddInput("x", ElementType.Float32, [5, 2]);
            return Op.Scan(
                [g.Constant(ConstantTensor.Filled(1, ElementType.Float32, [2]))],
                [x],
                [x],
                (b, v) =>
                {
                    var noise = Op.RandomNormalLike(v[1]);
                    return [v[0] + v[1] + noise, noise, Op.ReduceSum(v[2])];
                },
                reverse: true
            );
        });
        float[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

        var came = draws.At(1, 2, ("x", ConstantTensor.Of<float>(x, 5, 2)));

        double[] noise = came[1].ToDoubles();
        Assert.Equal(Shape.Of(5, 2), came[1].Shape);
        double[] sums =
        [
            1 + 25 + Enumerable.Range(0, 5).Sum(i => noise[2 * i]),
            1 + 30 + Enumerable.Range(0, 5).Sum(i => noise[2 * i + 1]),
        ];
        Assert.Equal(sums, came[0].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal([55.0, 55, 55, 55, 55], came[2].ToDoubles());
    }

    [Fact]
    public void The_gradient_of_a_scan_goes_through_the_same_drops()
    {
        var graph = new Graph("scan");
        var x = graph.AddInput("x", ElementType.Float64, [6, 30]);
        var stacks = Op.Scan(
            [Op.Expand(x.Like(1), Shape.Of(30))],
            [x],
            [],
            (b, v) =>
            {
                var y = Op.Dropout(v[0] * v[1], v[0].Like(0.25), b.Scalar(1, ElementType.Bool))[0];
                return [y, y];
            }
        );
        // A product that a drop ends and that never begins again: which factors count is seen in what is stacked.
        graph.AddOutput("stack", stacks[1]);
        var loss = Op.ReduceSum(stacks[1]);
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        graph.AddOutput("loss", loss);
        LowerRandom.Run(graph, state, 0);
        graph.AddOutput("g", ReverseSweep.Gradients(graph.FindOutput("loss")!.Value, [x])[0]!);
        Decompose.Run(graph, node => node.Op == "RandomUniform");
        double[] elements = new Gradients.Draw(2).Uniform(0.5, 1.5, 6, 30).ToDoubles();

        var came = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<double>(elements, 6, 30),
                ["state"] = ConstantTensor.Vector<long>(4, 2),
            }
        );

        double[] stack = came["stack"].ToDoubles();
        Assert.InRange(stack.Count(y => y == 0), 60, 150);
        // Each product is linear in each of its factors, so x times its slope is the sum of the products that x went into.
        for (int i = 0; i < elements.Length; i++)
        {
            double through = Enumerable.Range(i / 30, 6 - i / 30).Sum(t => stack[t * 30 + i % 30]);
            Assert.Equal(through, elements[i] * came["g"].ToDoubles()[i], 1e-9);
        }
    }
}
