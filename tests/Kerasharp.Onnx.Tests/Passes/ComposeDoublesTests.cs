using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Tests.Passes;

public class ComposeDoublesTests
{
    public static TheoryData<string> Operators => ["Conv", "ConvTranspose", "AveragePool", "GlobalAveragePool", "RNN"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Is_what_float32_is_to_its_precision(string op)
    {
        double[] expected = Compute(op, ElementType.Float32);
        double[] actual = Compute(op, ElementType.Float64);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
    }

    [Fact]
    public void Tells_what_there_is_no_form_for()
    {
        var graph = new Graph();
        graph.AddOutput("y", graph.Emit("Erf", graph.AddInput("x", ElementType.Float64, Shape.Of(3))));
        ComposeDoubles.Run(graph, DeviceFeatures.Cpu.Has);
        Assert.Equal("Erf", ComposeDoubles.Lacking(graph, DeviceFeatures.Cpu.Has)!.Op);
    }

    private static double[] Compute(string op, ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, Shape.Of(2, 4, 7, 6));
        graph.AddOutput("y", Write(op, graph, x));
        ComposeDoubles.Run(graph, DeviceFeatures.Cpu.Has);
        Assert.Null(ComposeDoubles.Lacking(graph, DeviceFeatures.Cpu.Has));
        var given = ConstantTensor.From(Numbers(2 * 4 * 7 * 6), type, [2, 4, 7, 6]);
        return GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = given })["y"].ToDoubles();
    }

    private static Value Write(string op, Graph graph, Value x) =>
        op switch
        {
            "Conv" => graph.Add("", op, [x, Weight(x, 6, 2, 3, 2), Weight(x, 6)], Window(group: 2)).Output,
            "ConvTranspose" => graph
                .Add("", op, [x, Weight(x, 4, 3, 3, 2), Weight(x, 6)], Window(group: 2, extra: true))
                .Output,
            "AveragePool" => graph.Emit(
                op,
                new Attributes
                {
                    { "kernel_shape", new long[] { 3, 2 } },
                    { "strides", new long[] { 2, 1 } },
                    { "pads", new long[] { 1, 0, 1, 1 } },
                    { "ceil_mode", 1 },
                },
                x
            ),
            "RNN" => graph
                .Add(
                    "",
                    op,
                    [Op.Reshape(x, Shape.Of(8, 7, 6)), Weight(x, 1, 3, 6), Weight(x, 1, 3, 3)],
                    new Attributes { { "hidden_size", 3 } }
                )
                .Outputs[0],
            _ => graph.Emit(op, x),
        };

    private static Attributes Window(int group, bool extra = false)
    {
        var attributes = new Attributes
        {
            { "group", group },
            { "strides", new long[] { 2, 1 } },
            { "dilations", new long[] { 1, 2 } },
            { "pads", new long[] { 1, 0, 0, 2 } },
        };
        if (extra)
            attributes.Add("output_padding", new long[] { 1, 0 });
        return attributes;
    }

    private static Value Weight(Value like, params long[] dims) =>
        like.Graph.Constant(ConstantTensor.From(Numbers(dims.Aggregate(1L, (a, b) => a * b)), like.ElementType, dims));

    private static double[] Numbers(long count) =>
        [.. Enumerable.Range(1, (int)count).Select(i => (double)(float)Math.Sin(i * 1.7))];
}
