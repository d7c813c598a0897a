using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ReductionsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "sum", d => Along(d, Op.ReduceSum), true },
            { "mean", d => Along(d, Op.ReduceMean), true },
            { "max", d => Along(d, Op.ReduceMax), true },
            { "min", d => Along(d, Op.ReduceMin), true },
            {
                "of no axis",
                d =>
                {
                    string op = d.Of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin");
                    return new(
                        x => Node(x[0] * x[0], op, new Attributes { { "noop_with_empty_axes", 1 } }),
                        d.Distinct(d.Dims())
                    );
                }
            },
            {
                "of an empty list of axes, which is all",
                d =>
                {
                    string op = d.Of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin");
                    return new(x => Node(x[0] * x[0], op, new Attributes { { "keepdims", 0 } }), d.Distinct(d.Dims(1)));
                }
            },
            {
                "a variance",
                d =>
                {
                    long[] dims = d.Dims(1);
                    long[] axes = d.Axes(dims.Length);
                    return new(x => Variance(x[0], axes), d.Normal(dims));
                },
                true
            },
        };

    [Fact]
    public void Equal_extremes_share_the_gradient()
    {
        var x = ConstantTensor.Of<double>([3, 1, 3, 3, 5, 4], 2, 3);

        double third = 1.0 / 3;
        Assert.Equal(
            [third, 0, third, third, 0, 0],
            GradientCheck.Of(v => Op.ReduceMax(v[0]), ConstantTensor.Of<double>([3, 1, 3, 3, 2, 2], 2, 3))[0]
        );
        Assert.Equal([0.5, 0, 0.5, 0, 1, 0], GradientCheck.Of(v => Op.ReduceMax(v[0], [1]), x)[0]);
        Assert.Equal([0.5, 1, 1, 0.5, 0, 0], GradientCheck.Of(v => Op.ReduceMin(v[0], [0], keepDims: true), x)[0]);
    }

    private static GradientCase Along(Draw d, Func<Value, long[]?, bool, Value> reduce)
    {
        long[] dims = d.Dims(0);
        long[]? axes = dims.Length == 0 || d.Chance(0.2) ? null : d.Axes(dims.Length, 0);
        bool keepDims = d.Chance();
        // Squared, so that second derivatives are not zero.
        return new(x => reduce(x[0] * x[0], axes, keepDims), d.Distinct(dims));
    }

    private static Value Node(Value x, string op, Attributes attributes) =>
        x.Graph.Add("", op, [x, x.Graph.Ints()], attributes).Output;

    private static Value Variance(Value x, long[] axes)
    {
        var centred = x - Op.ReduceMean(x, axes, keepDims: true);
        return Op.ReduceMean(centred * centred, axes);
    }
}
