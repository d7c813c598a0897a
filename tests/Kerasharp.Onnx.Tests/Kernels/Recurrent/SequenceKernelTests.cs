using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;
using Kerasharp.Onnx.Tests.Operators;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Recurrent;

/// <summary>The kernels of sequences against loops in float64 and against their twins.</summary>
public sealed class SequenceKernelTests
{
    // Parts of tiles and of panels are left over; the last ones are shared out over threads.
    public static TheoryData<int, int, int, bool> Sizes =>
        new()
        {
            { 1, 1, 1, false },
            { 3, 5, 7, true },
            { 4, 8, 32, false },
            { 2, 9, 37, true },
            { 3, 35, 20, false },
            { 2, 17, 270, false },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lstm(int time, int batch, int units, bool backwards) => Hold<LstmCell>(time, batch, units, backwards);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gru(int time, int batch, int units, bool backwards) => Hold<GruCell>(time, batch, units, backwards);

    [Fact]
    public void No_number_stays_in_its_example()
    {
        var graph = Forward<LstmCell>(3, 20, 4, false, true);
        var inputs = Fill(graph);
        inputs[2][5 * 4] = float.NaN;

        float[] last = Float32Graph.Run(graph, inputs)[0];

        Assert.Equal(Enumerable.Range(0, 80).Select(i => i / 4 == 5), last.Select(float.IsNaN));
    }

    [Fact]
    public void No_steps_leave_the_states()
    {
        var graph = Forward<GruCell>(0, 3, 4, false, true);
        var inputs = Fill(graph);

        Assert.Equal(inputs[2], Float32Graph.Run(graph, inputs)[0]);
    }

    [Fact]
    public void Refuses_inputs_that_do_not_fit()
    {
        using var session = new Session(
            Models.Bytes(
                [Models.Node("GruSequence", ["x", "r", "h"], ["y"], "kerasharp")],
                [Models.Tensor("x", 2, 3, 12), Models.Tensor("r", 4, 12), Models.Tensor("h", 3, 5)],
                [Models.Tensor("y", 3, 4)]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("x", DeviceTensor.Allocate(ElementType.Float32, [2, 3, 12]));
        binding.BindInput("r", DeviceTensor.Allocate(ElementType.Float32, [4, 12]));
        binding.BindInput("h", DeviceTensor.Allocate(ElementType.Float32, [3, 5]));
        binding.BindOutput("y", DeviceTensor.Allocate(ElementType.Float32, [3, 4]));

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));

        Assert.Contains("a state (3, 5)", Assert.IsType<ArgumentException>(error.InnerException).Message);
    }

    private static void Hold<TCell>(int time, int batch, int units, bool backwards)
        where TCell : struct, ISequenceCell
    {
        var reference = new SequenceReference(time, batch, units, TCell.HasCell, backwards);
        foreach (bool has in (bool[])[true, false])
        {
            Check(() => Forward<TCell>(time, batch, units, backwards, has), v => reference.Forward(v));
            Check(
                () => Back<TCell>(time, batch, units, backwards, has),
                // Of a layer that gives its last output alone there is but one gradient.
                v => reference.Back(has ? v : (double[]?[])[.. v[..^1], null, v[^1], null])
            );
        }
    }

    private static void Check(Func<Graph> build, Func<double[][], double[][]> reference)
    {
        float[][] inputs = Fill(build());
        double[][] expected = reference(Array.ConvertAll(inputs, x => Array.ConvertAll(x, e => (double)e)));
        float[][] came = Float32Graph.Run(build(), inputs);
        float[][] again = Float32Graph.Run(build(), inputs);
        float[][] twin = Float32Graph.RunTwin(build(), inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, came[i].Length);
            Assert.Equal(came[i], again[i]);
            double norm = Math.Sqrt(expected[i].Sum(e => e * e));
            Assert.InRange(Apart(expected[i], came[i]), 0, 2 * Apart(expected[i], twin[i]) + 2e-7 * norm + 1e-7);
        }

        static double Apart(double[] a, float[] b) => Math.Sqrt(a.Zip(b, (e, c) => (e - c) * (e - c)).Sum());
    }

    private static Graph Forward<TCell>(int time, int batch, int units, bool backwards, bool hasLast)
        where TCell : struct, ISequenceCell
    {
        var graph = new Graph();
        var inputs = new List<Value?>
        {
            graph.AddInput("x", ElementType.Float32, [time, batch, TCell.Gates * units]),
            graph.AddInput("r", ElementType.Float32, [units, TCell.Gates * units]),
            graph.AddInput("h", ElementType.Float32, [batch, units]),
        };
        if (TCell.HasCell)
            inputs.Add(graph.AddInput("c", ElementType.Float32, [batch, units]));
        else if (hasLast)
            inputs.Add(graph.AddInput("b", ElementType.Float32, [TCell.Gates * units]));
        return Give(graph, RecurrentSequences.Add<TCell>(backwards, [.. inputs]));
    }

    private static Graph Back<TCell>(int time, int batch, int units, bool backwards, bool hasAll)
        where TCell : struct, ISequenceCell
    {
        var graph = new Graph();
        var inputs = new List<Value?>
        {
            graph.AddInput("r", ElementType.Float32, [units, TCell.Gates * units]),
            graph.AddInput("gates", ElementType.Float32, [time, batch, 4 * units]),
            graph.AddInput("before", ElementType.Float32, [time, batch, units]),
        };
        if (TCell.HasCell)
            inputs.Add(graph.AddInput("shown", ElementType.Float32, [time, batch, units]));
        inputs.Add(hasAll ? graph.AddInput("dhs", ElementType.Float32, [time, batch, units]) : null);
        inputs.Add(graph.AddInput("dh", ElementType.Float32, [batch, units]));
        if (TCell.HasCell && hasAll)
            inputs.Add(graph.AddInput("dc", ElementType.Float32, [batch, units]));
        return Give(graph, RecurrentSequences.AddGradient<TCell>(backwards, [.. inputs]));
    }

    private static Graph Give(Graph graph, IReadOnlyList<Value> outputs)
    {
        for (int i = 0; i < outputs.Count; i++)
            graph.AddOutput($"y{i}", outputs[i]);
        return graph;
    }

    private static float[][] Fill(Graph graph)
    {
        var random = new Random(1);
        return
        [
            .. graph.Inputs.Select(input =>
                Enumerable
                    .Range(0, (int)input.Shape.ToArray().Aggregate(1L, (product, d) => product * d))
                    .Select(_ => (float)(random.NextDouble() * 2 - 1))
                    .ToArray()
            ),
        ];
    }
}
