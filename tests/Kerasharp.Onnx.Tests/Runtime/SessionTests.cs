using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class SessionTests
{
    [Fact]
    public void DescribesItsInputsAndOutputs()
    {
        using var session = new Session(Models.Add("batch", 3));

        Assert.Equal(["a", "b"], session.Inputs.Select(input => input.Name));
        Assert.Equal(["y"], session.Outputs.Select(output => output.Name));
        Assert.Equal(ElementType.Float32, session.Input("b").ElementType);
        Assert.Equal([-1, 3], session.Input("a").Dims);
        Assert.Equal(["batch", ""], session.Input("a").Symbols);
        Assert.Equal("(batch, 3)", session.Output("y").ToString());
    }

    [Fact]
    public void AddsWhatIsBound()
    {
        using var session = new Session(Models.Add("batch", 3));
        using DeviceTensor a = DeviceTensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        using DeviceTensor b = DeviceTensor.From<float>([10, 20, 30, 40, 50, 60], [2, 3]);
        using DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [2, 3]);
        using var binding = new Binding(session);
        binding.BindInput("a", a);
        binding.BindInput("b", b);
        binding.BindOutput("y", y);

        session.Run(binding);

        Assert.Equal([11, 22, 33, 44, 55, 66], y.AsSpan<float>().ToArray());
    }

    [Fact]
    public void ReadsAndWritesManagedMemoryWithoutACopy()
    {
        float[] source = [1, 2, 3];
        float[] target = new float[3];
        using var session = new Session(Models.Add(3));
        using DeviceTensor x = DeviceTensor.Wrap<float>(source, [3]);
        using DeviceTensor y = DeviceTensor.Wrap<float>(target, [3]);
        using var binding = new Binding(session);
        binding.BindInput("a", x);
        binding.BindInput("b", x);
        binding.BindOutput("y", y);

        session.Run(binding);
        Assert.Equal([2, 4, 6], target);
        source[0] = 50;
        session.Run(binding);
        Assert.Equal([100, 4, 6], target);
    }

    [Fact]
    public void UpdatesATensorInPlace()
    {
        using var session = new Session(Models.Add(4));
        using DeviceTensor state = DeviceTensor.Allocate(ElementType.Float32, [4], zeroed: true);
        using DeviceTensor step = DeviceTensor.From<float>([1, 2, 3, 4], [4]);
        using var binding = new Binding(session);
        binding.BindInput("a", state);
        binding.BindInput("b", step);
        binding.BindOutput("y", state);

        for (int i = 0; i < 5; i++)
            session.Run(binding);

        Assert.Equal([5, 10, 15, 20], state.AsSpan<float>().ToArray());
    }

    [Fact]
    public void AllocatesOutputsAnewForEveryShape()
    {
        using var session = new Session(Models.Add("batch"));
        using var binding = new Binding(session);
        binding.BindOutputToDevice("y", Device.Cpu);
        foreach (int batch in new[] { 3, 7, 1 })
        {
            using DeviceTensor x = DeviceTensor.From<float>(
                Enumerable.Range(0, batch).Select(i => (float)i).ToArray(),
                [batch]
            );
            binding.BindInput("a", x);
            binding.BindInput("b", x);
            session.Run(binding);

            using DeviceTensor y = binding.TakeOutputs()["y"];
            Assert.Equal([batch], y.Dims);
            Assert.Equal(Enumerable.Range(0, batch).Select(i => 2f * i), y.AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public void KeepsABoundTensorAliveAfterItsDisposal()
    {
        using var session = new Session(Models.Add(3));
        using var binding = new Binding(session);
        using DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [3]);
        using (DeviceTensor x = DeviceTensor.From<float>([1, 2, 3], [3]))
        {
            binding.BindInput("a", x);
            binding.BindInput("b", x);
            binding.BindOutput("y", y);
        }

        session.Run(binding);

        Assert.Equal([2, 4, 6], y.AsSpan<float>().ToArray());
    }

    [Fact]
    public void RefusesATensorOfAnotherShapeOrType()
    {
        using var session = new Session(Models.Add("batch", 3));
        using var binding = new Binding(session);
        using DeviceTensor wide = DeviceTensor.Allocate(ElementType.Float32, [2, 4]);
        using DeviceTensor ints = DeviceTensor.Allocate(ElementType.Int32, [2, 3]);

        Assert.Equal(
            "The input 'a' was given a tensor of Float32 (2, 4); Float32 (batch, 3) was expected. Bind a tensor of that type and shape.",
            Assert.Throws<ArgumentException>(() => binding.BindInput("a", wide)).Message
        );
        Assert.Throws<ArgumentException>(() => binding.BindInput("a", ints));
        string message = Assert.Throws<ArgumentException>(() => binding.BindInput("c", wide)).Message;
        Assert.Contains("'a', 'b'", message);
    }

    [Fact]
    public void NamesTheInputThatIsNotBound()
    {
        using var session = new Session(Models.Add(3));
        using var binding = new Binding(session);
        using DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [3]);
        binding.BindInput("a", x);

        string message = Assert.Throws<InvalidOperationException>(() => session.Run(binding)).Message;

        Assert.Contains("'b'", message);
    }

    [Fact]
    public void PutsNumbersInThePlaceOfSymbols()
    {
        var settings = new SessionSettings { FreeDimensions = new Dictionary<string, long> { ["batch"] = 5 } };
        using var session = new Session(Models.Add("batch", 3), settings);

        Assert.Equal([5, 3], session.Input("a").Dims);
    }

    [Fact]
    public void SaysWhatIsWrongWithAModel()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => new Session([1, 2, 3]));
        Assert.Equal(OnnxRuntimeError.InvalidProtobuf, error.Code);
        byte[] unknown = Models.Bytes(
            [Models.Node("NoSuchOperator", ["a"], ["y"])],
            [Models.Tensor("a", 1)],
            [Models.Tensor("y", 1)]
        );
        Assert.Contains("NoSuchOperator", Assert.Throws<OnnxRuntimeException>(() => new Session(unknown)).Message);
    }

    [Fact]
    public void WritesAProfile()
    {
        string folder = Directory.CreateTempSubdirectory("kerasharp-").FullName;
        try
        {
            using var session = new Session(
                Models.Add(3),
                new SessionSettings { ProfilePrefix = Path.Combine(folder, "pröfile") }
            );
            using DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [3], zeroed: true);
            using var binding = new Binding(session);
            binding.BindInput("a", x);
            binding.BindInput("b", x);
            binding.BindOutput("y", x);
            session.Run(binding);

            string path = session.EndProfiling();

            Assert.StartsWith(Path.Combine(folder, "pröfile"), path);
            Assert.Contains("node/Add/y", File.ReadAllText(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// A profile that begins or ends in the middle of another session's loop once let that session's run fail: ONNX
    /// Runtime profiles the pool of threads, and both shared one.
    /// </summary>
    [Fact]
    public async Task LetsOthersRunWhileItWritesAProfile()
    {
        string folder = Directory.CreateTempSubdirectory("kerasharp-").FullName;
        try
        {
            byte[] model = Models.Slow(256, 1);
            using var other = new Session(model);
            using var profiled = new Session(
                model,
                new SessionSettings { ProfilePrefix = Path.Combine(folder, "profile") }
            );
            using DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [256, 256], zeroed: true);
            using var end = new CancellationTokenSource();
            Task profiles = Task.Run(() =>
            {
                using DeviceTensor z = DeviceTensor.Allocate(ElementType.Float32, [256, 256]);
                using var binding = new Binding(profiled);
                binding.BindInput("x", x);
                binding.BindOutput("y", z);
                for (int run = 0; !end.IsCancellationRequested; run++)
                {
                    profiled.Run(binding);
                    Thread.SpinWait(run % 20 * 1000);
                }
            });

            // ONNX Runtime counts for each thread, and one that once had an end too few never fails: hence new ones.
            for (int i = 0; i < 200; i++)
                await Task.Factory.StartNew(
                    () =>
                    {
                        using DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [256, 256]);
                        using var binding = new Binding(other);
                        binding.BindInput("x", x);
                        binding.BindOutput("y", y);
                        other.Run(binding);
                    },
                    TaskCreationOptions.LongRunning
                );

            end.Cancel();
            await profiles;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task StopsWhenTold()
    {
        using var session = new Session(
            Models.Slow(600, 3000),
            new SessionSettings { Optimization = OptimizationLevel.None }
        );
        using DeviceTensor x = DeviceTensor.Allocate(ElementType.Float32, [600, 600], zeroed: true);
        using DeviceTensor y = DeviceTensor.Allocate(ElementType.Float32, [600, 600]);
        using var binding = new Binding(session);
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        using var options = new RunOptions();

        Task run = Task.Run(() => session.Run(binding, options));
        await Task.Delay(50);
        options.Terminate();

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        options.Resume();
        Assert.False(options.IsTerminating);
    }

    [Fact]
    public void RunsOnThreadsOfItsOwn()
    {
        using var session = new Session(Models.Add(1), new SessionSettings { Threads = 1 });
        using DeviceTensor x = DeviceTensor.From<float>([21], [1]);
        using var binding = new Binding(session);
        binding.BindInput("a", x);
        binding.BindInput("b", x);
        binding.BindOutput("y", x);

        session.Run(binding);

        Assert.Equal(42, x.AsSpan<float>()[0]);
    }
}
