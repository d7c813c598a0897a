using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class ReluCapsTests
{
    private readonly Graph _graph = new("caps");
    private readonly Value _x;

    public ReluCapsTests() => _x = _graph.AddInput("x", ElementType.Float32, [4]);

    [Fact]
    public void A_relu_with_a_maximum_becomes_a_clip()
    {
        _graph.AddOutput("y", Capped(_x, 6, 6, _x));
        float[] numbers = [-1, 3, 6, float.NaN];
        var x = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Of<float>(numbers, 4) };
        double[] before = GraphRunner.Run(_graph, x)["y"].ToDoubles();

        ReluCaps.Run(_graph);

        Assert.Equal(["Clip"], _graph.Sort().Select(n => n.Op));
        Assert.Equal([0, 3, 6, double.NaN], before);
        Assert.Equal(before, GraphRunner.Run(_graph, x)["y"].ToDoubles());
    }

    [Fact]
    public void Other_choices_stay()
    {
        _graph.AddOutput("another bound", Capped(_x, 5, 6, _x));
        _graph.AddOutput("another input", Capped(_x, 6, 6, -_x));
        _graph.AddOutput("below 0", Capped(_x, -6, -6, _x));

        ReluCaps.Run(_graph);

        Assert.All(_graph.Outputs, o => Assert.Equal("Where", o.Value.Producer!.Op));
    }

    private static Value Capped(Value x, double bound, double max, Value rectified) =>
        Op.Where(Op.GreaterOrEqual(x, x.Like(bound)), x.Like(max), Op.Relu(rectified));
}
