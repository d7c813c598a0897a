using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Updates;

using Reference = Func<double, double, double[], float[], (double Weight, double[] Slots)>;

public sealed unsafe class UpdateKernelTests
{
    public static TheoryData<int, bool> Lengths()
    {
        var data = new TheoryData<int, bool>();
        foreach (int length in new[] { 0, 1, 3, 15, 16, 17, 1000, 16384, 16385, 100_003 })
        {
            data.Add(length, false);
            data.Add(length, true);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SgdAgreesWithItsFormula(int length, bool inPlace) =>
        Check<SgdRule>(UpdateCases.Sgd, UpdateCases.SgdParameters, length, inPlace);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void MomentumAgreesWithItsFormula(int length, bool inPlace) =>
        Check<MomentumRule>(UpdateCases.Momentum, UpdateCases.MomentumParameters, length, inPlace);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void NesterovAgreesWithItsFormula(int length, bool inPlace) =>
        Check<NesterovRule>(UpdateCases.Nesterov, UpdateCases.MomentumParameters, length, inPlace);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdamAgreesWithItsFormula(int length, bool inPlace) =>
        Check<AdamRule>(UpdateCases.Adam, UpdateCases.AdamParameters, length, inPlace);

    [Fact]
    public void TheParametersMayChangeFromStepToStep()
    {
        using Session session = Make<SgdRule>();
        using DeviceTensor weight = DeviceTensor.From<float>([1, 2], [2]);
        using DeviceTensor gradient = DeviceTensor.From<float>([1, 1], [2]);
        using DeviceTensor parameters = DeviceTensor.From<float>([0.5f], [1]);
        using var binding = new Binding(session);
        binding.BindInput("weight", weight);
        binding.BindInput("gradient", gradient);
        binding.BindInput("parameters", parameters);
        binding.BindOutput("new_weight", weight);

        session.Run(binding);
        parameters.AsSpan<float>()[0] = 0.25f;
        session.Run(binding);

        Assert.Equal([0.25f, 1.25f], weight.AsSpan<float>().ToArray());
    }

    [Fact]
    public void OtherInputsOfAnyTypeOnlyMakeItWait()
    {
        using Session session = Make<SgdRule>("reader", "counter");
        using DeviceTensor weight = DeviceTensor.From<float>([1, 2], [2]);
        using DeviceTensor parameters = DeviceTensor.From<float>([0.5f], [1]);
        using DeviceTensor counter = DeviceTensor.From<long>([1, 2, 3], [3]);
        using var binding = new Binding(session);
        binding.BindInput("weight", weight);
        binding.BindInput("gradient", weight);
        binding.BindInput("parameters", parameters);
        binding.BindInput("reader", parameters);
        binding.BindInput("counter", counter);
        binding.BindOutput("new_weight", weight);

        session.Run(binding);

        Assert.Equal([0.5f, 1], weight.AsSpan<float>().ToArray());
    }

    [Fact]
    public void RefusesTensorsOfOtherLengths()
    {
        using Session session = Make<AdamRule>();
        using DeviceTensor five = DeviceTensor.Allocate(ElementType.Float32, [5], zeroed: true);
        using DeviceTensor four = DeviceTensor.Allocate(ElementType.Float32, [4], zeroed: true);
        using var binding = new Binding(session);
        foreach (TensorDescription input in session.Inputs)
            binding.BindInput(input, input.Name == "slot1" ? five : four);
        foreach (TensorDescription output in session.Outputs)
            binding.BindOutput(output, four);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));

        Assert.Contains(
            "AdamUpdate was given 5 numbers (5,) as input 3; 4 were expected",
            Assert.IsType<ArgumentException>(error.InnerException).Message
        );
    }

    [Fact]
    public void FlushesMomentsThatAreTooSmall()
    {
        float[] state = [1e-39f, -1e-39f, 1e-39f, float.NaN, 2e-38f];
        foreach (int width in new[] { 1, 4, 8, 16 })
        {
            // Momentum with rate 0 and momentum 1 hands its slot on as it is.
            float[] weight = new float[64];
            float[] slot = [.. Enumerable.Range(0, 64).Select(i => state[i % state.Length])];
            float[] zero = new float[64];
            float[] parameters = [0, 1];
            fixed (
                float* w = weight,
                    s = slot,
                    g = zero,
                    p = parameters
            )
                Run<MomentumRule>(
                    width,
                    new UpdateBuffers
                    {
                        Weight = w,
                        NewWeight = w,
                        Slot1 = s,
                        NewSlot1 = s,
                        Gradient = g,
                        Parameters = p,
                    },
                    64
                );
            Assert.Equal(Enumerable.Range(0, 64).Select(i => i % state.Length < 3 ? 0 : state[i % state.Length]), slot);
        }
    }

    private static void Check<TRule>(Reference reference, float[] parameters, int length, bool inPlace)
        where TRule : struct, IUpdateRule
    {
        var random = new Random(length);
        float[] weight = Draw(random, length);
        float[] gradient = Draw(random, length);
        float[][] slots =
        [
            .. Enumerable.Range(0, TRule.Slots).Select(_ => Draw(random, length).Select(MathF.Abs).ToArray()),
        ];

        float[][] computed = RunSession<TRule>(weight, gradient, slots, parameters, inPlace);

        double[][] expected = [.. Enumerable.Range(0, 1 + TRule.Slots).Select(_ => new double[length])];
        for (int i = 0; i < length; i++)
        {
            (expected[0][i], double[] next) = reference(
                weight[i],
                gradient[i],
                [.. slots.Select(slot => (double)slot[i])],
                parameters
            );
            for (int s = 0; s < next.Length; s++)
                expected[1 + s][i] = next[s];
        }
        for (int output = 0; output < expected.Length; output++)
        for (int i = 0; i < length; i++)
            Assert.True(
                Math.Abs(expected[output][i] - computed[output][i])
                    <= 1e-6 * Math.Max(1, Math.Abs(expected[output][i])),
                $"output {output}, element {i}: {computed[output][i]}, expected {expected[output][i]}"
            );
        foreach (int width in new[] { 1, 4, 8, 16 })
        {
            float[][] direct = RunDirectly<TRule>(width, weight, gradient, slots, parameters);
            for (int output = 0; output < expected.Length; output++)
            for (int i = 0; i < length; i++)
                Assert.True(
                    UlpsBetween(direct[output][i], computed[output][i]) <= 4,
                    $"width {width}, output {output}, element {i}"
                );
        }
    }

    private static float[][] RunSession<TRule>(
        float[] weight,
        float[] gradient,
        float[][] slots,
        float[] parameters,
        bool inPlace
    )
        where TRule : struct, IUpdateRule
    {
        long[] dims = [weight.Length];
        using Session session = Make<TRule>();
        using var binding = new Binding(session);
        using DeviceTensor g = DeviceTensor.From<float>(gradient, dims);
        using DeviceTensor p = DeviceTensor.From<float>(parameters, [parameters.Length]);
        binding.BindInput("gradient", g);
        binding.BindInput("parameters", p);
        var outputs = new List<DeviceTensor>();
        for (int i = 0; i <= slots.Length; i++)
        {
            DeviceTensor source = DeviceTensor.From<float>(i == 0 ? weight : slots[i - 1], dims);
            DeviceTensor target = inPlace ? source : DeviceTensor.Allocate(ElementType.Float32, dims);
            binding.BindInput(i == 0 ? "weight" : $"slot{i - 1}", source);
            binding.BindOutput(i == 0 ? "new_weight" : $"new_slot{i - 1}", target);
            outputs.Add(target);
        }
        session.Run(binding);
        return [.. outputs.Select(output => output.AsSpan<float>().ToArray())];
    }

    private static float[][] RunDirectly<TRule>(
        int width,
        float[] weight,
        float[] gradient,
        float[][] slots,
        float[] parameters
    )
        where TRule : struct, IUpdateRule
    {
        float[][] state = [(float[])weight.Clone(), .. slots.Select(slot => (float[])slot.Clone())];
        fixed (
            float* w = state[0],
                g = gradient,
                p = parameters
        )
        fixed (
            float* first = state.Length > 1 ? state[1] : null,
                second = state.Length > 2 ? state[2] : null
        )
        {
            var buffers = new UpdateBuffers
            {
                Weight = w,
                NewWeight = w,
                Gradient = g,
                Parameters = p,
                Slot1 = first,
                NewSlot1 = first,
                Slot2 = second,
                NewSlot2 = second,
            };
            Run<TRule>(width, buffers, weight.Length);
        }
        return state;
    }

    private static void Run<TRule>(int width, UpdateBuffers buffers, int length)
        where TRule : struct, IUpdateRule
    {
        switch (width)
        {
            case 1:
                UpdateKernel<TRule>.Update<SingleLane>(in buffers, 0, length);
                break;
            case 4:
                UpdateKernel<TRule>.Update<Lanes128>(in buffers, 0, length);
                break;
            case 8:
                UpdateKernel<TRule>.Update<Lanes256>(in buffers, 0, length);
                break;
            default:
                UpdateKernel<TRule>.Update<Lanes512>(in buffers, 0, length);
                break;
        }
    }

    private static Session Make<TRule>(params string[] after)
        where TRule : struct, IUpdateRule
    {
        string[] slots = [.. Enumerable.Range(0, TRule.Slots).Select(i => $"slot{i}")];
        string[] inputs = ["weight", "gradient", .. slots, "parameters", .. after];
        string[] outputs = ["new_weight", .. slots.Select(slot => "new_" + slot)];
        NodeProto node = Models.Node(TRule.Operator, inputs, outputs, "kerasharp");
        return new Session(
            Models.Bytes(
                [node],
                inputs.Select(name =>
                    Models.Tensor(
                        name,
                        name == "counter" ? ElementType.Int64 : ElementType.Float32,
                        name == "parameters" ? "p"
                            : name == "counter" ? "c"
                            : $"n_{name}"
                    )
                ),
                outputs.Select(name => Models.Tensor(name, "n"))
            )
        );
    }

    private static float[] Draw(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    private static long UlpsBetween(float left, float right) =>
        Math.Abs((long)Order(BitConverter.SingleToInt32Bits(left)) - Order(BitConverter.SingleToInt32Bits(right)));

    private static int Order(int bits) => bits < 0 ? int.MinValue - bits : bits;
}
