using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>
/// RNN, GRU and LSTM: ONNX Runtime's kernels in float32, and the steps written out in float64, both against plain loops.
/// </summary>
public sealed class RecurrencesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "rnn", d => new RecurrentCase("RNN", d).OfNode() },
            { "gru", d => new RecurrentCase("GRU", d).OfNode() },
            { "lstm", d => new RecurrentCase("LSTM", d).OfNode() },
            { "rnn written out", d => new RecurrentCase("RNN", d).WrittenOut(), true },
            { "gru written out", d => new RecurrentCase("GRU", d).WrittenOut(), true },
            { "lstm written out", d => new RecurrentCase("LSTM", d).WrittenOut(), true },
        };

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Written_out_it_is_what_the_formulas_say(string op)
    {
        foreach (int seed in GradientCases.Seeds(40))
        {
            var (given, came) = (new RecurrentCase(op, new Draw(seed)), new Graph("written"));
            var @case = given.WrittenOut();
            var inputs = @case.Inputs.Select((x, i) => came.AddInput($"x{i}", x.Type, x.Shape)).ToArray();
            came.AddOutput("y", @case.Function(inputs));

            var y = GraphRunner.Run(
                came,
                inputs.ToDictionary(x => x.Name!, x => @case.Inputs[Array.IndexOf(inputs, x)])
            );

            Assert.Equal(
                given.Reference([.. @case.Inputs.Select(x => x.ToDoubles())]),
                y["y"].ToDoubles(),
                (a, b) => Math.Abs(a - b) <= 1e-6 * (1 + Math.Abs(a))
            );
        }
    }

    [Fact]
    public void Batch_and_time_may_be_open()
    {
        var graph = new Graph("open");
        var x = graph.AddInput("x", ElementType.Float32, new Shape(Dim.Symbolic("time"), Dim.Batch, 3));
        var (w, r) = (Weights(graph, 2, 16, 3), Weights(graph, 2, 16, 4));
        var both = new RecurrentOptions { Direction = "bidirectional" };

        var outputs = Op.LSTM(x, w, r, options: both);

        Assert.Equal("Float32 (None, 2, None, 4)", outputs[0].Type.ToString());
        Assert.Equal("time", outputs[0].Shape[0].Symbol);
        Assert.Equal("Float32 (2, None, 4)", outputs[1].Type.ToString());
        Assert.Equal("Float32 (2, None, 4)", outputs[2].Type.ToString());
        Assert.Equal(
            "Float32 (None, None, 2, 4)",
            Op.LSTM(Op.Transpose(x, 1, 0, 2), w, r, options: both with { BatchFirst = true })[0].Type.ToString()
        );
        var message = Assert.Throws<GraphException>(() => RecurrentUnrolled.Write(outputs[0].Producer!)).Message;
        Assert.Contains("written out step by step, which needs sizes that are known", message);
    }

    [Fact]
    public void Batch_first_is_written_as_runtimes_have_it()
    {
        var graph = new Graph("batch first");
        var x = graph.AddInput("x", ElementType.Float32, new Shape(Dim.Batch, 5, 3));
        var options = new RecurrentOptions { BatchFirst = true };
        graph.AddOutput("y", Op.GRU(x, Weights(graph, 1, 12, 3), Weights(graph, 1, 12, 4), options: options)[0]);

        var written = ModelReader.FromBytes(ModelWriter.ToBytes(graph)).Sort();

        Assert.Equal(["Transpose", "GRU", "Transpose"], written.Select(n => n.Op));
        Assert.False(written[1].Attributes.Has("layout"));
        Assert.Equal("Float32 (None, 5, 1, 4)", written[2].Output.Type.ToString());
    }

    private static Value Weights(Graph graph, params long[] dims) =>
        graph.Constant(ConstantTensor.Filled(0.1, ElementType.Float32, dims));
}
