using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>All steps of a cell: kernels in float32 against plain loops, and the same written out in float64.</summary>
public sealed class RecurrentSequencesTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "lstm along a sequence", d => Forward<LstmCell>(d, kernel: true) },
            { "gru along a sequence", d => Forward<GruCell>(d, kernel: true) },
            { "lstm along a sequence written out", d => Forward<LstmCell>(d, kernel: false), true },
            { "gru along a sequence written out", d => Forward<GruCell>(d, kernel: false), true },
            { "lstm along a sequence, gradient", Back<LstmCell> },
            { "gru along a sequence, gradient", Back<GruCell> },
        };

    [Fact]
    public void The_gradient_is_one_node_and_products()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [5, 2, 12]);
        var r = graph.AddInput("r", ElementType.Float32, [3, 12]);
        var h = graph.AddInput("h", ElementType.Float32, [2, 3]);
        var (_, last, _) = Op.LstmSequence(x, r, h, h, backwards: false);

        var gradients = ReverseSweep.Gradients(Op.ReduceSum(last), [x, r]);

        Assert.Equal(
            ["Gemm", "LstmSequence", "LstmSequenceGradient"],
            graph
                .Sort([.. gradients!])
                .Select(n => n.Op)
                .Where(op => op is "Gemm" or "Scan" || op.StartsWith("Lstm", StringComparison.Ordinal))
                .Order()
        );
    }

    [Fact]
    public void A_device_without_the_kernel_gets_Scans_of_standard_operators()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [5, 2, 12]);
        var r = graph.AddInput("r", ElementType.Float32, [3, 12]);
        var h = graph.AddInput("h", ElementType.Float32, [2, 3]);
        var last = Op.LstmSequence(x, r, h, h, backwards: false).H;
        graph.AddOutput("dr", ReverseSweep.Gradients(Op.ReduceSum(last), [r])[0]!);

        Decompose.Run(graph, _ => false);

        var scans = graph.Sort().Where(n => n.Op == "Scan").ToArray();
        Assert.Equal(2, scans.Length);
        Assert.All(
            scans.SelectMany(n => n.Subgraphs()).SelectMany(g => g.Sort()).Concat(graph.Sort()),
            n => Assert.Empty(n.Domain)
        );
    }

    [Fact]
    public void Refuses_inputs_that_do_not_fit()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [5, 2, 12]);
        var r = graph.AddInput("r", ElementType.Float32, [4, 12]);
        var h = graph.AddInput("h", ElementType.Float32, [2, 3]);

        Assert.Contains(
            "(time, batch, 3 units), (units, 3 units) and (batch, units)",
            Assert.Throws<GraphException>(() => Op.GruSequence(x, r, h, null, backwards: false)).Message
        );
    }

    /// <summary>The states after each step and the last ones, beside one another.</summary>
    private static GradientCase Forward<TCell>(Draw d, bool kernel)
        where TCell : struct, ISequenceCell
    {
        var (time, batch, units) = (d.Int(1, 3), d.Int(1, 3), d.Int(1, 3));
        bool backwards = d.Chance();
        bool hasLast = TCell.HasCell || d.Chance();
        var inputs = new List<ConstantTensor>
        {
            d.Normal(time, batch, TCell.Gates * units),
            d.Normal(units, TCell.Gates * units),
            d.Normal(batch, units),
        };
        if (hasLast)
            inputs.Add(TCell.HasCell ? d.Normal(batch, units) : d.Normal(TCell.Gates * units));
        int[] chosen = TCell.HasCell ? [1, 0, 4] : [1, 0];
        var reference = new SequenceReference(time, batch, units, TCell.HasCell, backwards);
        return new GradientCase(v => Together(RecurrentSequences.Add<TCell>(backwards, [.. v]), chosen), [.. inputs])
        {
            Reference = kernel
                ? v =>
                {
                    double[][] given = reference.Forward(v);
                    return [.. chosen.SelectMany(i => given[i])];
                }
                : null,
        };
    }

    private static GradientCase Back<TCell>(Draw d)
        where TCell : struct, ISequenceCell
    {
        var (time, batch, units) = (d.Int(1, 3), d.Int(1, 3), d.Int(1, 3));
        bool backwards = d.Chance();
        var inputs = new List<ConstantTensor>
        {
            d.Normal(units, TCell.Gates * units),
            d.Normal(time, batch, 4 * units),
            d.Normal(time, batch, units),
        };
        if (TCell.HasCell)
            inputs.Add(d.Normal(time, batch, units));
        inputs.Add(d.Normal(time, batch, units));
        inputs.Add(d.Normal(batch, units));
        if (TCell.HasCell)
            inputs.Add(d.Normal(batch, units));
        var reference = new SequenceReference(time, batch, units, TCell.HasCell, backwards);
        return new GradientCase(
            v => Together(RecurrentSequences.AddGradient<TCell>(backwards, [.. v]), [0, 1, 2]),
            [.. inputs]
        )
        {
            Reference = v => [.. reference.Back(v).SelectMany(g => g)],
        };
    }

    private static Value Together(IReadOnlyList<Value> given, int[] chosen) =>
        Op.Concat([.. chosen.Select(i => Op.Reshape(given[i], -1))], 0);
}
