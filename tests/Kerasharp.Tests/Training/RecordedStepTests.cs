using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Optimizers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>
/// Steps for devices that record them (CUDA graphs): the first run computes one several times, so nothing may be changed in place; no loops;
/// a recording for each of the two places of the states. Here they run on the processor, which records nothing.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class RecordedStepTests
{
    [Fact]
    public void NothingIsWrittenOverAndEachTurnHasItsRecording()
    {
        var state = new State("w", ElementType.Float32, [4]);
        var step = new StepGraph("recorded");
        step.Update(state, step.Read(state) + 1);
        using var program = StepProgram.Compile(step, Device.RecordingCpu);

        Assert.True(program.IsRecorded);
        Assert.All(program.States, s => Assert.False(s.InPlace));
        using var run = new StepRun(program);
        for (int i = 0; i < 5; i++)
            run.Run();

        // Two places, two recordings, and no third.
        Assert.Equal(3, program.NextRecording());
        Assert.Equal([5f, 5, 5, 5], state.Read<float>());
        state.Free();
    }

    [Fact]
    public void ARunThatIsRepeatedChangesNothing()
    {
        var state = new State("w", ElementType.Float32, [1]);
        var step = new StepGraph("recorded");
        step.Update(state, step.Read(state) + 1);
        using var program = StepProgram.Compile(step, Device.RecordingCpu);
        using var run = new StepRun(program);
        StepGuard.Fault.Value = p =>
        {
            // As a recording's first run does: what is read lies elsewhere than what is written.
            Assert.NotSame(p.States[0].State.Front, p.States[0].State.Back);
        };
        try
        {
            run.Run();
        }
        finally
        {
            StepGuard.Fault.Value = null;
        }
        Assert.Equal(1, state.ReadScalar<float>());
        state.Free();
    }

    [Fact]
    public void StepsThatOnlyReadAreNotRecorded()
    {
        var state = new State("w", ElementType.Float32, [1]);
        var step = new StepGraph("read");
        step.Graph.AddOutput("y", step.Read(state) + 1);
        using var program = StepProgram.Compile(step, Device.RecordingCpu);

        Assert.False(program.IsRecorded);
        state.Free();
    }

    [Fact]
    public void LoopsAreWrittenOutAndNumbersAreTheSame()
    {
        float[,,] x = new float[12, 5, 3];
        for (int i = 0; i < x.Length; i++)
            x[i / 15, i / 3 % 5, i % 3] = i % 7 / 7f;
        int[] y = [.. Enumerable.Range(0, 12).Select(i => i % 2)];
        double[] Losses(Device device)
        {
            Utils.SetRandomSeed(3);
            using var model = new Sequential([new Input(5, 3), new GRU(4), new Dropout(0.2), new Dense(2)]);
            model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(fromLogits: true), device: device);
            return [.. model.Fit(x, y, batchSize: 5, epochs: 3, verbose: 0)["loss"]];
        }

        Assert.Equal(Losses(Device.StraightCpu), Losses(Device.RecordingCpu));
        Assert.False(Device.RecordingCpu.Features.HasLoops);
    }
}
