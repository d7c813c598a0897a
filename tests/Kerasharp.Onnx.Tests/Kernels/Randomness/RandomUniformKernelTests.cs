using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels.Randomness;

public sealed class RandomUniformKernelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(128, 64)]
    [InlineData(333, 1001)]
    [InlineData(0, 5)]
    public void GivesWhatTheHostGives(int rows, int columns)
    {
        using Session session = Make(site: 11);
        using DeviceTensor state = DeviceTensor.From<long>([99, 5], [2]);
        using DeviceTensor shape = DeviceTensor.From<long>([rows, columns], [2]);
        using DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [rows, columns]);
        using var binding = new Binding(session);
        binding.BindInput("state", state);
        binding.BindInput("shape", shape);
        binding.BindOutput("y", y);
        foreach (long step in new long[] { 5, 6 })
        {
            state.AsSpan<long>()[1] = step;
            session.Run(binding);

            float[] expected = new float[rows * columns];
            CounterRandom.Fill(expected, 99, step, 11);
            Assert.Equal(expected, y.AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public void RefusesAShapeThatIsNone()
    {
        using Session session = Make(site: 0);
        using DeviceTensor state = DeviceTensor.From<long>([99, 5], [2]);
        using DeviceTensor shape = DeviceTensor.From<long>([-1, 3], [2]);
        using var binding = new Binding(session);
        binding.BindInput("state", state);
        binding.BindInput("shape", shape);
        binding.BindOutputToDevice("y", Device.Cpu);

        Assert.IsType<ArgumentException>(
            Assert.Throws<OnnxRuntimeException>(() => session.Run(binding)).InnerException
        );
    }

    [Fact]
    public void RefusesASiteThatIsNone()
    {
        Assert.IsType<ArgumentOutOfRangeException>(
            Assert.Throws<OnnxRuntimeException>(() => Make(site: -1)).InnerException
        );
    }

    private static Session Make(long site) =>
        new(
            Models.Bytes(
                [Models.Node("RandomUniform", ["state", "shape"], ["y"], "kerasharp", Models.Attribute("site", site))],
                [Models.Tensor("state", ElementType.Int64, 2), Models.Tensor("shape", ElementType.Int64, 2)],
                [Models.Tensor("y", "rows", "columns")]
            )
        );
}
