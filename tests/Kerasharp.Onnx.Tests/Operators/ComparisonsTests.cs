using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ComparisonsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "where",
                d =>
                {
                    var shapes = d.Broadcasting(3);
                    return new(
                        x => Op.Where(x[0], x[1], x[2]),
                        d.Truths(shapes[0]),
                        d.Normal(shapes[1]),
                        d.Normal(shapes[2])
                    );
                },
                true
            },
            {
                "where by a comparison",
                d => new(x => Op.Where(Op.Less(x[0], x[0].Like(0)), x[0] * x[0], x[0] * 3), d.OffZero(d.Dims())),
                true
            },
        };

    [Theory]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    public void Elements_of_every_type_are_compared(ElementType type)
    {
        ConstantTensor[] x = [ConstantTensor.Vector<double>(0, 1, 1, 0), ConstantTensor.Vector<double>(0, 0, 1, 1)];

        Assert.Equal([1, 0, 1, 0], Compared(Op.Equal));
        if (type == ElementType.Bool)
            return;
        Assert.Equal([0, 1, 0, 0], Compared(Op.Greater));
        Assert.Equal([1, 1, 1, 0], Compared(Op.GreaterOrEqual));
        Assert.Equal([0, 0, 0, 1], Compared(Op.Less));
        Assert.Equal([1, 0, 1, 1], Compared(Op.LessOrEqual));

        double[] Compared(Func<Value, Value, Value> compare) =>
            Elements.Run(v => compare(Op.Cast(v[0], type), Op.Cast(v[1], type)), x).ToDoubles();
    }

    [Fact]
    public void Truth_values_are_combined_with_broadcasting()
    {
        ConstantTensor[] x = [ConstantTensor.Of<bool>([false, true], 2, 1), ConstantTensor.Vector(false, true)];

        Assert.Equal([0, 0, 0, 1], Elements.Run(v => Op.And(v[0], v[1]), x).ToDoubles());
        Assert.Equal([0, 1, 1, 1], Elements.Run(v => Op.Or(v[0], v[1]), x).ToDoubles());
        Assert.Equal([0, 1, 1, 0], Elements.Run(v => Op.Xor(v[0], v[1]), x).ToDoubles());
        Assert.Equal([1, 0], Elements.Run(v => Op.Not(v[0]), x[0]).ToDoubles());
    }

    [Fact]
    public void What_is_no_finite_number_is_found()
    {
        var x = ConstantTensor.Vector(1, float.NaN, float.PositiveInfinity, float.NegativeInfinity);

        Assert.Equal([0, 1, 0, 0], Elements.Run(v => Op.IsNaN(v[0]), x).ToDoubles());
        Assert.Equal([0, 0, 1, 1], Elements.Run(v => Op.IsInf(v[0]), x).ToDoubles());
        Assert.Equal([0, 0, 0, 1], Elements.Run(v => Op.IsInf(v[0], positive: false), x).ToDoubles());
        Assert.Equal([0, 0, 1, 0], Elements.Run(v => Op.IsInf(v[0], negative: false), x).ToDoubles());
        // Before opset 20 ONNX has no IsInf of these.
        Assert.Equal([0, 0, 1, 1], Elements.Run(v => Op.IsInf(Op.Cast(v[0], ElementType.Float16)), x).ToDoubles());
    }

    [Fact]
    public void A_condition_broadcasts_to_what_is_chosen_from()
    {
        var condition = ConstantTensor.Of<bool>([true, false], 2, 1);
        var a = ConstantTensor.Vector<double>(1, 2, 3);
        var b = ConstantTensor.Of<double>([-1], 1);

        double[][] gradients = GradientCheck.Of(v => Op.Where(v[0].Graph.Constant(condition), v[0], v[1]) * 2, a, b);

        Assert.Equal([1, 2, 3, -1, -1, -1], Elements.Run(v => Op.Where(v[0], v[1], v[2]), condition, a, b).ToDoubles());
        Assert.Equal([2, 2, 2], gradients[0]);
        Assert.Equal([6], gradients[1]);
    }
}
