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
                    return new(x => x[0].Graph.Add("", op, x).Output, inputs);
                }
            },
            { "clip", d => new(x => Op.Clip(x[0], x[0].Like(-0.45), x[0].Like(0.65)), d.Distinct(d.Dims())) },
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

        double[][] came = GradientCheck.Of(v => v[0].Graph.Add("", "Max", v).Output, x, x, x);

        Assert.All(came, gradient => Assert.Equal([1.0 / 3, 1.0 / 3], gradient));
    }

    [Fact]
    public void Bounds_belong_to_what_is_between_them() =>
        Assert.Equal([0, 1, 1, 1, 0], GradientCheck.Of(x => Op.Clip(x, x.Like(-1), x.Like(1)), -2, -1, 0, 1, 2));

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
