using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class CommonSubexpressionsTests
{
    private readonly Graph _graph = new("common");

    [Fact]
    public void Computes_equal_things_once()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2, 3]);
        Value Branch() => Op.ReduceSum(Op.LeakyRelu(x, 0.1) * _graph.Constant(ConstantTensor.Vector(1f, 2f, 3f)), [1]);
        _graph.AddOutput("y", Branch() + Branch());

        CommonSubexpressions.Run(_graph);

        Assert.Equal(["LeakyRelu", "Mul", "ReduceSum", "Add"], _graph.Sort().Select(n => n.Op));
    }

    [Fact]
    public void Keeps_apart_what_differs_in_attributes_inputs_or_order()
    {
        var x = _graph.AddInput("x", ElementType.Float32, [2, 3]);
        Value[] all =
        [
            Op.LeakyRelu(x, 0.1),
            Op.LeakyRelu(x, 0.2),
            Op.ReduceSum(x, [0]),
            Op.ReduceSum(x, [1]),
            x - 1,
            1 - x,
            x - 2,
            Op.Clip(x, null, x.Like(1)),
            Op.Clip(x, x.Like(1), null),
            Op.Cast(x, ElementType.Float64),
            Op.Cast(x, ElementType.Float16),
        ];
        for (int i = 0; i < all.Length; i++)
            _graph.AddOutput($"y{i}", all[i]);

        CommonSubexpressions.Run(_graph);

        Assert.Equal(all.Length, _graph.Sort().Count);
    }

    [Fact]
    public void Random_numbers_of_different_sites_stay_apart()
    {
        var state = _graph.AddInput("state", ElementType.Int64, [2]);
        for (int i = 0; i < 4; i++)
            _graph.AddOutput($"y{i}", Op.Draw(state, Shape.Of(3), i / 2));

        CommonSubexpressions.Run(_graph);

        Assert.Equal(2, _graph.Sort().Count);
    }
}
