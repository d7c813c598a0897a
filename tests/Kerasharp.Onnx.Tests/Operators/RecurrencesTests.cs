using Kerasharp.Onnx.Gradients;
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
        Assert.Equal("time", RecurrentSteps.Write(outputs[0].Producer!)[0].Shape[0].Symbol);
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

    [Fact]
    public void The_gradient_does_not_grow_with_the_sequence()
    {
        Assert.Equal(Nodes(10), Nodes(1000));

        static int Nodes(long time)
        {
            var graph = new Graph("long");
            var x = graph.AddInput("x", ElementType.Float32, [time, 2, 3]);
            var y = Op.LSTM(x, Weights(graph, 1, 16, 3), Weights(graph, 1, 16, 4));
            var dx = ReverseSweep.Gradients(Op.ReduceSum(y[1]), [x])[0]!;
            return graph.Sort([dx]).Sum(n => 1 + n.Subgraphs().Sum(g => g.Sort().Count));
        }
    }

    /// <summary>Two hundred steps of sequences that end early, both ways, against steps written for each sequence by itself.</summary>
    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void The_gradient_of_long_sequences_of_odd_lengths_is_that_of_each_by_itself(string op)
    {
        int[] lengths = [200, 137, 1, 0, 63];
        const int Hidden = 3;
        long rows =
            Hidden
            * (
                op == "LSTM" ? 4
                : op == "GRU" ? 3
                : 1
            );
        var d = new Draw(5);
        var (w, r, b) = (d.Normal(2, rows, 2), d.Normal(2, rows, Hidden), d.Normal(2, 2 * rows));
        var x = d.Normal(200, lengths.Length, 2);
        var weights = d.Normal(200, 2, lengths.Length, Hidden);

        double[][] together = Gradients(x, weights, lengths);

        var sums = new double[3][];
        for (int s = 0; s < lengths.Length; s++)
        {
            if (lengths[s] == 0)
                continue;
            var own = Gradients(Of(x, 1, s, lengths[s]), Of(weights, 2, s, lengths[s]), null);
            for (int t = 0; t < 200; t++)
            for (int f = 0; f < 2; f++)
                Close(t < lengths[s] ? own[0][t * 2 + f] : 0, together[0][(t * lengths.Length + s) * 2 + f]);
            for (int i = 0; i < 3; i++)
                sums[i] = [.. own[i + 1].Select((v, k) => v + (sums[i]?[k] ?? 0))];
        }
        for (int i = 0; i < 3; i++)
        for (int k = 0; k < sums[i].Length; k++)
            Close(sums[i][k], together[i + 1][k]);

        double[][] Gradients(ConstantTensor x, ConstantTensor factors, int[]? ends)
        {
            var graph = new Graph("both ways");
            Value[] by =
            [
                .. new[] { x, w, r, b }.Select((t, i) => graph.AddInput($"x{i}", ElementType.Float64, t.Shape)),
            ];
            var until = ends is null ? null : graph.Constant(ConstantTensor.Vector<int>(ends));
            var options = new RecurrentOptions { Direction = "bidirectional" };
            var node = op switch
            {
                "RNN" => Op.RNN(by[0], by[1], by[2], by[3], until, options: options),
                "GRU" => Op.GRU(by[0], by[1], by[2], by[3], until, options: options),
                _ => Op.LSTM(by[0], by[1], by[2], by[3], until, options: options),
            };
            var gradients = ReverseSweep.Gradients(Op.ReduceSum(node[0] * graph.Constant(factors)), by);
            for (int i = 0; i < 4; i++)
                graph.AddOutput($"g{i}", gradients[i]!);
            var inputs = new Dictionary<string, ConstantTensor>
            {
                ["x0"] = x,
                ["x1"] = w,
                ["x2"] = r,
                ["x3"] = b,
            };
            var came = GraphRunner.Run(graph, inputs);
            return [.. Enumerable.Range(0, 4).Select(i => came[$"g{i}"].ToDoubles())];
        }

        static void Close(double a, double b) => Assert.True(Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a)), $"{a} {b}");
    }

    /// <summary>The first steps of one sequence of a batch.</summary>
    private static ConstantTensor Of(ConstantTensor all, int axis, int index, int steps)
    {
        long[] dims = all.Shape.ToArray();
        long inner = dims[(axis + 1)..].Aggregate(1L, (p, n) => p * n);
        long outer = dims[1..axis].Aggregate((long)steps, (p, n) => p * n);
        double[] numbers = all.ToDoubles();
        var own = new double[outer * inner];
        for (long o = 0; o < outer; o++)
        for (long i = 0; i < inner; i++)
            own[o * inner + i] = numbers[(o * dims[axis] + index) * inner + i];
        dims[axis] = 1;
        dims[0] = steps;
        return ConstantTensor.Of<double>(own, dims);
    }

    private static Value Weights(Graph graph, params long[] dims) =>
        graph.Constant(ConstantTensor.Filled(0.1, ElementType.Float32, dims));
}
