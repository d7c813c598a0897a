using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Elements of 16 bits on a device that computes in 32: each operator's result is rounded, as if it had them.</summary>
public class WidenElementsTests
{
    public static TheoryData<ElementType> Types => [ElementType.Float16, ElementType.BFloat16];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_result_is_rounded(ElementType type)
    {
        double[] numbers = [.. Enumerable.Range(1, 64).Select(i => Math.Sin(i) * 3 + 0.001 * i)];
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(64));
        var narrow = Op.Cast(x, type);
        var square = narrow * narrow;
        var sum = square + 0.7;
        graph.AddOutput("y", Op.Cast(sum - narrow * 1.3, ElementType.Float32));
        WidenElements.Run(graph, DeviceFeatures.Cpu.Has);
        WidenElements.KeepRoundings(graph);

        var given = ConstantTensor.From(numbers, ElementType.Float32, [64]);
        double[] actual = GraphRunner
            .Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = given })["y"]
            .ToDoubles();

        double[] expected = Array.ConvertAll(
            given.ToDoubles(),
            n =>
            {
                double r = Rounded(n);
                return Rounded(Rounded(Rounded(r * r) + Rounded(0.7)) - Rounded(r * Rounded(1.3)));
            }
        );
        Assert.Equal(expected, actual);

        double Rounded(double number) => ConstantTensor.Scalar((float)number, type).ToDoubles()[0];
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_moves_elements_stays(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, Shape.Of(2, 3));
        graph.AddOutput("y", Op.Concat([Op.Transpose(x, 1, 0), Op.Transpose(x, 1, 0)], 0));
        WidenElements.Run(graph, DeviceFeatures.Cpu.Has);
        Assert.DoesNotContain(graph.Sort(), n => n.Op == "Cast");
    }

    [Fact]
    public void Graphs_within_are_widened_too()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.BFloat16, Shape.Of(4, 2));
        var turn = new ScanBuilder(graph);
        var state = turn.AddState(Op.Squeeze(Op.Slice(x, 0, 0, 1), [0]));
        var last = turn.GiveState(state * turn.AddSequence(x, (0, false)));
        turn.Emit();
        graph.AddOutput("y", Op.Cast(last(), ElementType.Float32));
        WidenElements.Run(graph, DeviceFeatures.Cpu.Has);
        WidenElements.KeepRoundings(graph);

        var given = ConstantTensor.From([1.5, 2, 1, 3, 2, 1, 0.5, 1], ElementType.BFloat16, [4, 2]);
        var y = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = given })["y"];
        Assert.Equal([1.5 * 1.5 * 1 * 2 * 0.5, 2.0 * 2 * 3 * 1 * 1], y.ToDoubles());
    }

    [Fact]
    public void Numbers_go_to_the_nearest_of_16_bits()
    {
        Assert.Equal(1 + 1.0 / 128, ConstantTensor.Scalar(1 + 0.9 / 128, ElementType.BFloat16).ToDoubles()[0]);
        Assert.Equal(1, ConstantTensor.Scalar(1 + 0.5 / 128, ElementType.BFloat16).ToDoubles()[0]);
        Assert.Equal(
            double.PositiveInfinity,
            ConstantTensor.Scalar(float.MaxValue, ElementType.BFloat16).ToDoubles()[0]
        );
        Assert.True(double.IsNaN(ConstantTensor.Scalar(double.NaN, ElementType.BFloat16).ToDoubles()[0]));
    }
}
