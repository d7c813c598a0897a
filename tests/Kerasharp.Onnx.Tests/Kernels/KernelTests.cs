using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels;

public sealed class KernelTests
{
    private static readonly SessionSettings Settings = new() { ExtraKernels = [TestKernels.Domain] };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void ReadsAttributesAndComputesInParts(int parts)
    {
        using Session session = Affine(parts, ["x", "offset"], ["y", "facts"]);
        float[] y = new float[1003];
        long[] facts = new long[2];
        Run(session, 1003, y, facts);

        Assert.Equal(Enumerable.Range(0, 1003).Select(i => 2.5f * i + 7), y);
        Assert.Equal([2, 5], facts);
    }

    [Fact]
    public void DoesWithoutOptionalInputsAndOutputs()
    {
        using Session session = Affine(3, ["x", ""], ["y"]);
        float[] y = new float[10];
        Run(session, 10, y, null);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => 2.5f * i), y);
    }

    [Fact]
    public void TakesFurtherInputsOfAnyType()
    {
        using Session session = Affine(1, ["x", "", "other", "x", "other"], ["y", "facts"]);
        float[] y = new float[10];
        long[] facts = new long[2];
        Run(session, 10, y, facts);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => 2.5f * i), y);
        Assert.Equal([5, 5], facts);
    }

    [Theory]
    [InlineData("computation")]
    [InlineData("part")]
    public void HandsItsExceptionToTheCaller(string where)
    {
        using Session session = Failing(where);
        using DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [1], zeroed: true);
        using var binding = new Binding(session);
        binding.BindInput("x", x);
        binding.BindOutput("y", x);
        for (int i = 0; i < 100; i++)
        {
            var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(binding));

            var inner = Assert.IsType<BrokenException>(error.InnerException);
            Assert.StartsWith($"Broken in the {where}", inner.Message);
            Assert.Contains("FailingKernel", inner.StackTrace);
            Assert.Contains("node/Failing/y", error.Message);
            Assert.Contains($"BrokenException: {inner.Message}", error.Message);
        }
    }

    [Fact]
    public void HandsAnExceptionAtItsMakingToTheCaller()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => Failing("creation"));

        Assert.IsType<BrokenException>(error.InnerException);
    }

    [Fact]
    public void RefusesANodeWithoutItsAttribute()
    {
        byte[] model = Models.Bytes(
            [Models.Node("Failing", ["x"], ["y"], "kerasharp.tests")],
            [Models.Tensor("x", 1)],
            [Models.Tensor("y", 1)]
        );

        Assert.Contains("where", Assert.Throws<OnnxRuntimeException>(() => new Session(model, Settings)).Message);
    }

    [Fact]
    public void RunsInSeveralSessionsAtOnce()
    {
        using Session session = Affine(7, ["x", "offset"], ["y", "facts"]);

        Parallel.For(
            0,
            200,
            _ =>
            {
                float[] y = new float[5000];
                Run(session, 5000, y, null);
                Assert.Equal(Enumerable.Range(0, 5000).Select(i => 2.5f * i + 7), y);
            }
        );
    }

    private static Session Affine(int parts, string[] inputs, string[] outputs)
    {
        NodeProto node = Models.Node(
            "Affine",
            inputs,
            outputs,
            "kerasharp.tests",
            Models.Attribute("factor", 2.5f),
            Models.Attribute("parts", parts),
            Models.Attribute("text", "fünf!")
        );
        var all = new Dictionary<string, ValueInfoProto>
        {
            ["x"] = Models.Tensor("x", "n"),
            ["offset"] = Models.Tensor("offset", 1),
            ["other"] = Models.Tensor("other", ElementType.Int32, 4),
            ["y"] = Models.Tensor("y", "n"),
            ["facts"] = Models.Tensor("facts", ElementType.Int64, 2),
        };
        return new Session(
            Models.Bytes(
                [node],
                inputs.Where(name => name != "").Distinct().Select(name => all[name]),
                outputs.Select(name => all[name])
            ),
            Settings
        );
    }

    private static Session Failing(string where) =>
        new(
            Models.Bytes(
                [Models.Node("Failing", ["x"], ["y"], "kerasharp.tests", Models.Attribute("where", where))],
                [Models.Tensor("x", 1)],
                [Models.Tensor("y", 1)]
            ),
            Settings with
            {
                // The errors are wanted; they need not be printed.
                LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            }
        );

    private static void Run(Session session, int count, float[] y, long[]? facts)
    {
        using DeviceTensor x = DeviceTensor.From<float>(
            Enumerable.Range(0, count).Select(i => (float)i).ToArray(),
            [count]
        );
        using DeviceTensor offset = DeviceTensor.From<float>([7], [1]);
        using DeviceTensor other = DeviceTensor.Allocate(ElementType.Int32, [4], zeroed: true);
        using DeviceTensor result = DeviceTensor.Wrap<float>(y, [count]);
        using DeviceTensor numbers = DeviceTensor.Wrap<long>(facts ?? new long[2], [2]);
        using var binding = new Binding(session);
        foreach (TensorDescription input in session.Inputs)
            binding.BindInput(
                input,
                input.Name == "x" ? x
                    : input.Name == "offset" ? offset
                    : other
            );
        foreach (TensorDescription output in session.Outputs)
            binding.BindOutput(output, output.Name == "y" ? result : numbers);
        session.Run(binding);
    }
}
