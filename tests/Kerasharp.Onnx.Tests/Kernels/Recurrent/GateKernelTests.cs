using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Recurrent;

public sealed class GateKernelTests
{
    // Odd numbers of units leave parts of vectors over; the last one is split over threads.
    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 1, 1 },
            { 3, 5 },
            { 2, 16 },
            { 5, 37 },
            { 70, 131 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lstm_is_its_twin(int rows, int units) => Holds<LstmGates>(rows, units);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_gradient_of_lstm_is_its_twin(int rows, int units) => Holds<LstmGatesGradient>(rows, units);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gru_is_its_twin(int rows, int units) => Holds<GruGates>(rows, units);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_gradient_of_gru_is_its_twin(int rows, int units) => Holds<GruGatesGradient>(rows, units);

    [Fact]
    public void Functions_are_close_to_the_formulas_at_every_width()
    {
        Curves<SingleLane>();
        Curves<Lanes128>();
        Curves<Lanes256>();
        Curves<Lanes512>();
    }

    [Fact]
    public void No_number_stays_none_and_infinities_are_limits()
    {
        float[] z = [float.NaN, 0, 0, 0, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity, 90];
        var graph = Node<LstmGates>(2, 1);

        var y = Float32Graph.Run(graph, z, [1, 1]);

        Assert.True(float.IsNaN(y[0][0]) && float.IsNaN(y[1][0]));
        Assert.Equal([1, 0, -1, 1], y[2][4..].Select(v => MathF.Round(v, 6)));
        Assert.All(y[2][4..6], v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void Refuses_inputs_that_do_not_fit()
    {
        var graph = new Graph();
        var z = graph.AddInput("z", ElementType.Float32, [3, 8]);
        var c = graph.AddInput("c", ElementType.Float32, [3, 3]);
        Assert.Contains(
            "4, 1 times as wide as the units",
            Assert.Throws<GraphException>(() => Op.LstmGates(z, c)).Message
        );

        using var session = new Session(
            Models.Bytes(
                [Models.Node("LstmGates", ["z", "c"], ["h", "d"], "kerasharp")],
                [Models.Tensor("z", 3, 8), Models.Tensor("c", 3, 3)],
                [Models.Tensor("h", 3, 2), Models.Tensor("d", 3, 2)]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("z", DeviceTensor.Allocate(ElementType.Float32, [3, 8]));
        binding.BindInput("c", DeviceTensor.Allocate(ElementType.Float32, [3, 3]));
        binding.BindOutput("h", DeviceTensor.Allocate(ElementType.Float32, [3, 2]));
        binding.BindOutput("d", DeviceTensor.Allocate(ElementType.Float32, [3, 2]));
        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));
        Assert.Contains(
            "was given (3, 3) as input 1; 3 rows of 2 were expected",
            Assert.IsType<ArgumentException>(error.InnerException).Message
        );
    }

    private static void Holds<TRule>(int rows, int units)
        where TRule : struct, IGateRule
    {
        var random = new Random(rows * 1000 + units);
        float[][] inputs =
        [
            .. TRule.Inputs.Select(width =>
                Enumerable.Range(0, rows * units * width).Select(_ => (float)(random.NextDouble() * 8 - 4)).ToArray()
            ),
        ];

        var came = Float32Graph.Run(Node<TRule>(rows, units), inputs);
        var twin = Float32Graph.RunTwin(Node<TRule>(rows, units), inputs);

        for (int i = 0; i < came.Length; i++)
            Assert.Equal(twin[i], came[i], (a, b) => Math.Abs(a - b) <= 2e-6 * (1 + Math.Abs(a)));
    }

    private static Graph Node<TRule>(int rows, int units)
        where TRule : struct, IGateRule
    {
        var graph = new Graph();
        var inputs = TRule
            .Inputs.Select((width, i) => graph.AddInput($"x{i}", ElementType.Float32, [rows, units * width]))
            .ToArray();
        var outputs = RecurrentGates.Add<TRule>([.. inputs]);
        for (int i = 0; i < outputs.Count; i++)
            graph.AddOutput($"y{i}", outputs[i]);
        return graph;
    }

    private static unsafe void Curves<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        float* numbers = stackalloc float[TLanes.Width];
        for (double x = -100; x <= 100; x += Math.Max(1e-3, Math.Abs(x) * 1e-3))
        {
            new Span<float>(numbers, TLanes.Width).Fill((float)x);
            TLanes.Tanh(TLanes.Load(numbers)).Store(numbers);
            Assert.InRange(numbers[TLanes.Width - 1] - Math.Tanh((float)x), -4e-7, 4e-7);
            new Span<float>(numbers, TLanes.Width).Fill((float)x);
            TLanes.Sigmoid(TLanes.Load(numbers)).Store(numbers);
            Assert.InRange(numbers[0] - 1 / (1 + Math.Exp(-(float)x)), -4e-7, 4e-7);
            Assert.InRange(numbers[0], 0, 1);
        }
    }
}
