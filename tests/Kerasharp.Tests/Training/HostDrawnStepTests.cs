using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>Steps on devices without kernels: the run fills the random numbers, and the rest is the same mathematics.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HostDrawnStepTests
{
    [Fact]
    public void TheNumbersAreThoseOfTheKernelStepByStep()
    {
        var (kernel, host) = (Run(Device.Cpu), Run(Device.PlainCpu));

        Assert.Equal(kernel.Numbers, host.Numbers);
        Assert.Equal(4, kernel.Numbers.Distinct().Count());
        Assert.Equal([33L, 9], kernel.State);
        Assert.Equal([33L, 9], host.State);
    }

    [Fact]
    public void AWholeTrainingIsTheSame()
    {
        double[] kernel = Losses(Device.Cpu);

        // Updates and Relu's gradient are the kernels' twins too, whose order of arithmetic is another.
        Assert.Equal(kernel, Losses(Device.PlainCpu), (a, b) => Math.Abs(a - b) < 1e-5 * a);
    }

    [Fact]
    public void BatchesThatAreUploadedAheadAreTheSame() =>
        Assert.Equal(Losses(Device.PlainCpu), Losses(Device.AheadCpu));

    [Fact]
    public void ATrainingThatIsStoppedWhileAStepRunsLeavesWholeStates()
    {
        using var stop = new CancellationTokenSource();
        using var model = new Sequential([new Input(6), new Dropout(0.5), new Dense(3)]);
        model.Compile("adam", "mse", device: Device.AheadCpu);
        int batches = 0;
        var data = Dataset
            .FromTensors(Elements.Rows(64, 6), Elements.Rows(64, 3))
            .Batch(4)
            .Map(b => ++batches == 9 ? throw new IOException("The disk went away.") : b);

        Assert.ThrowsAny<Exception>(() => model.Fit(data, epochs: 1, verbose: 0));

        // Eight steps, all done: also the one that was begun when the ninth batch failed to come.
        Assert.Equal(8, model.Optimizer.Iterations);
        Assert.Equal(8, model.CompiledTrainer!.RandomState.Step);
        Assert.All(model.Weights.SelectMany(LayerHarness.Get), w => Assert.True(float.IsFinite(w)));
    }

    private static double[] Losses(Device device)
    {
        float[,] x = Elements.Rows(40, 6);
        int[] y = [.. Enumerable.Range(0, 40).Select(i => i % 3)];
        Utils.SetRandomSeed(11);
        using var model = new Sequential([
            new Input(6),
            new Dropout(0.2),
            new Dense(20, activation: "relu"),
            new Dropout(0.5),
            new Dense(3),
        ]);
        model.Compile(
            new Adam(0.01),
            new Kerasharp.Losses.SparseCategoricalCrossentropy(fromLogits: true),
            device: device
        );
        return [.. model.Fit(x, y, batchSize: 16, epochs: 6, verbose: 0)["loss"]];
    }

    /// <summary>Four steps from step 5 on of a graph that only draws: the elements' bits, and the state afterwards.</summary>
    private static (List<string> Numbers, long[] State) Run(Device device)
    {
        var random = new State("random", ElementType.Int64, [2], bytes => BitConverter.TryWriteBytes(bytes, 33L));
        random.Write<long>([33, 5]);
        var step = new StepGraph("noise");
        var context = new CallContext(step, training: true, ElementType.Float32, random);
        var x = new SymbolicTensor(step.Graph.AddInput("x", ElementType.Float32, [70, 3]));
        step.Graph.AddOutput("a", context.RandomUniform(x).Value);
        step.Graph.AddOutput("b", context.RandomUniform(x, 1).Value);
        step.Graph.AddOutput("c", Op.RandomNormalLike(x.Value));
        step.Graph.AddOutput("d", context.RandomNormal(x).Value);
        step.Graph.AddOutput("e", context.RandomUniform(x, [1], seed: 12).Value);
        step = TrainingStep.Make(step, new Dictionary<string, long>(), [], random, ElementType.Float32);
        using var program = StepProgram.Compile(step, device);
        Assert.Equal(["x"], program.Inputs.Select(i => i.Name));
        using var run = new StepRun(program);
        var numbers = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            run.Run();
            numbers.Add(
                string.Concat(
                    ((string[])["a", "b", "c", "d", "e"]).Select(name => Convert.ToHexString(run.Output(name).Bytes))
                )
            );
        }
        long[] state = random.Read<long>();
        random.Free();
        return (numbers, state);
    }
}
