using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ArithmeticTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "add", d => new(x => x[0] + x[1], Normals(d, 2)), true },
            { "sub", d => new(x => x[0] - x[1], Normals(d, 2)), true },
            { "mul", d => new(x => x[0] * x[1], Normals(d, 2)), true },
            { "div", d => new(x => x[0] / x[1], Array.ConvertAll(d.Broadcasting(2), s => d.OffZero(s))), true },
            { "a chain of broadcasts", d => new(x => (x[0] + x[1]) * x[2] - (x[1] + x[2]), Normals(d, 3)), true },
            {
                "one value on both sides",
                d => new(x => x[0] * x[0] + x[0] / (x[0] * x[0] + 1), d.Normal(d.Dims())),
                true
            },
            {
                "numbers",
                d => new(x => (2 - x[0]) * 3 / 4 + (1 + x[0] * 2 - 5) + 2 / (x[0] * x[0] + 1), d.Normal(d.Dims())),
                true
            },
            { "neg", d => new(x => -x[0], d.Normal(d.Dims())), true },
            { "abs", d => new(x => Op.Abs(x[0]), d.OffZero(d.Dims())), true },
            { "reciprocal", d => new(x => Op.Reciprocal(x[0]), d.OffZero(d.Dims())), true },
            {
                "sum of several",
                d => new(x => Op.Sum(x) * x[0], Array.ConvertAll(d.Broadcasting(d.Int(1, 4)), s => d.Normal(s))),
                true
            },
            {
                "mean of several",
                d =>
                    Elements.Of(
                        x => Op.Mean(x) * x[0],
                        x => x.Average() * x[0],
                        Array.ConvertAll(d.Broadcasting(d.Int(1, 4)), s => d.Normal(s))
                    ),
                true
            },
            { "identity", d => new(x => Op.Identity(x[0]), d.Normal(d.Dims())), true },
        };

    [Fact]
    public void The_gradient_of_abs_at_zero_is_zero() => Assert.Equal([-1, 0, 1], GradientCheck.Of(Op.Abs, -3, 0, 3));

    [Fact]
    public void No_gradient_flows_through_steps() =>
        Assert.Equal([1, 1], GradientCheck.Of(x => x + Op.Sign(x) + Op.Floor(x) + Op.Ceil(x) + Op.Round(x), 0.3, -1.7));

    [Fact]
    public void No_gradient_flows_through_a_stop()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float64, [2]);

        var gradients = ReverseSweep.Gradients(Op.ReduceSum(Op.StopGradient(x * x)), [x]);

        Assert.Null(Assert.Single(gradients));
    }

    [Fact]
    public void A_sum_of_nothing_is_refused() =>
        Assert.Equal(
            "A Sum of no values came; one or more were expected. Give some.",
            Assert.Throws<GraphException>(() => Op.Sum()).Message
        );

    private static ConstantTensor[] Normals(Draw d, int count) =>
        Array.ConvertAll(d.Broadcasting(count), s => d.Normal(s));
}
