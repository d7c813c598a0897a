using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ExtremaTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "max", d => new(x => Op.Max(x[0], x[1]), Apart(d)) },
            { "min", d => new(x => Op.Min(x[0], x[1]), Apart(d)) },
            {
                "max or min of several",
                d =>
                {
                    string op = d.Of("Max", "Min");
                    long[][] shapes = d.Broadcasting(d.Int(1, 4));
                    // In steps of a tenth each, and apart from each other by less.
                    var inputs = shapes.Select((s, i) => Moved(d.Distinct(s), i * 0.02)).ToArray();
                    return new(x => op == "Max" ? Op.Max(x) : Op.Min(x), inputs);
                }
            },
            { "clip", d => new(x => Op.Clip(x[0], x[0].Like(-0.45), x[0].Like(0.65)), d.Distinct(d.Dims())) },
            {
                "clip between values",
                d =>
                {
                    double low = d.Of(-0.45, 0.05, 0.25);
                    ConstantTensor[] bounds =
                    [
                        ConstantTensor.Scalar(low, ElementType.Float64),
                        ConstantTensor.Scalar(low + d.Of(-0.3, 0.3), ElementType.Float64),
                    ];
                    return new(
                        x => Op.Clip(x[0] * x[0] * x[0], x[1] * x[1] * x[1], x[2] * x[2] * x[2]),
                        [d.Distinct(d.Dims()), .. bounds]
                    );
                },
                true
            },
            {
                "clip from one value",
                d =>
                {
                    bool above = d.Chance();
                    return new(
                        x => above ? Op.Clip(x[0], null, x[1]) : Op.Clip(x[0], x[1], null),
                        d.Distinct(d.Dims()),
                        ConstantTensor.Scalar(0.05, ElementType.Float64)
                    );
                },
                true
            },
            { "clip from below", d => new(x => Op.Clip(x[0], x[0].Like(-0.15), null), d.Distinct(d.Dims())) },
            { "clip from above", d => new(x => Op.Clip(x[0], null, x[0].Like(0.25)), d.Distinct(d.Dims())) },
        };

    [Fact]
    public void Equal_operands_share_the_gradient()
    {
        var a = ConstantTensor.Vector<double>(1, 2, 3);
        var b = ConstantTensor.Vector<double>(2, 2, 2);

        double[][] max = GradientCheck.Of(x => Op.Max(x[0], x[1]), a, b);
        double[][] min = GradientCheck.Of(x => Op.Min(x[0], x[1]), a, b);

        Assert.Equal([0, 0.5, 1], max[0]);
        Assert.Equal([1, 0.5, 0], max[1]);
        Assert.Equal([1, 0.5, 0], min[0]);
        Assert.Equal([0, 0.5, 1], min[1]);
    }

    [Fact]
    public void Three_equal_operands_take_a_third_each()
    {
        var x = ConstantTensor.Vector<double>(1, 5);

        double[][] came = GradientCheck.Of(v => Op.Max(v), x, x, x);

        Assert.All(came, gradient => Assert.Equal([1.0 / 3, 1.0 / 3], gradient));
    }

    [Fact]
    public void Bounds_belong_to_what_is_between_them() =>
        Assert.Equal([0, 1, 1, 1, 0], GradientCheck.Of(x => Op.Clip(x, x.Like(-1), x.Like(1)), -2, -1, 0, 1, 2));

    [Fact]
    public void A_bound_gets_the_gradient_where_it_is_taken()
    {
        var x = ConstantTensor.Vector<double>(-2, -1, 0, 1, 2);

        double[][] came = GradientCheck.Of(v => Op.Clip(v[0], v[1], v[2]), x, Scalar(-1), Scalar(1));
        double[][] crossed = GradientCheck.Of(v => Op.Clip(v[0], v[1], v[2]), x, Scalar(1), Scalar(-1));

        Assert.Equal([0, 1, 1, 1, 0], came[0]);
        Assert.Equal(
            [
                [1],
                [1],
            ],
            came[1..]
        );
        // The upper bound is taken everywhere.
        Assert.Equal([0, 0, 0, 0, 0], crossed[0]);
        Assert.Equal(
            [
                [0],
                [5],
            ],
            crossed[1..]
        );
    }

    private static ConstantTensor Scalar(double number) => ConstantTensor.Scalar(number, ElementType.Float64);

    // The second operand lies between the places of the first.
    private static ConstantTensor[] Apart(Draw d)
    {
        var shapes = d.Broadcasting(2);
        var other = d.Distinct(shapes[1]);
        double[] moved = Array.ConvertAll(other.ToDoubles(), e => Math.Round(e, 1) + 0.05);
        return [d.Distinct(shapes[0]), ConstantTensor.Of<double>(moved, shapes[1])];
    }

    private static ConstantTensor Moved(ConstantTensor x, double by) =>
        ConstantTensor.Of<double>(Array.ConvertAll(x.ToDoubles(), e => Math.Round(e, 1) + by), x.Shape.ToArray());
}
